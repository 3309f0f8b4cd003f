"""Tantivy on the same documents: `python tantivy_peer.py TASK`, with TASK a JSON file
{"documents": [{"title", "text"}], "queries": [text]}. Answers {"found": [[document]], "seconds"}.

Its default analysis (words between spaces and signs, lower case), titles four times; all of the words, and any of them
where no document has all."""

import json
import re
import sys
import time

import tantivy

with open(sys.argv[1], encoding="utf-8") as file:
    task = json.load(file)
builder = tantivy.SchemaBuilder()
builder.add_text_field("title")
builder.add_text_field("text")
builder.add_integer_field("number", stored=True)
started = time.monotonic()
index = tantivy.Index(builder.build())
writer = index.writer(50_000_000)
for number, document in enumerate(task["documents"]):
    writer.add_document(tantivy.Document(title=document["title"], text=document["text"], number=number))
writer.commit()
writer.wait_merging_threads()
seconds = time.monotonic() - started
index.reload()
searcher = index.searcher()
found = []
for typed in task["queries"]:
    words = re.findall(r"\w+", typed)
    hits = []
    for query in (" ".join("+" + word for word in words), " ".join(words)):
        query = index.parse_query(query, ["title", "text"], field_boosts={"title": 4.0})
        hits = hits or searcher.search(query, 10).hits
    found.append([searcher.doc(address)["number"][0] for _, address in hits])
json.dump({"found": found, "seconds": seconds}, sys.stdout)
