//! Hostile documents: nothing that they say becomes a script, a foreign request or a broken page.

mod site_support;

use std::time::{Duration, Instant};

use site_support::{Built, assert_safe, body};

#[test]
fn raw_html_of_every_kind_is_harmless() {
    for hostile in [
        "<script>alert(1)</script>",
        "<script src=\"https://evil/x.js\"></script>",
        "text <script>alert(1)</script> text",
        "<img src=x onerror=alert(1)>",
        "<svg><animate onbegin=alert(1) attributeName=x></svg>",
        "<svg><script>alert(1)</script></svg>",
        "<math><annotation-xml encoding=\"text/html\"><img src=x onerror=alert(1)></annotation-xml></math>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<base href=\"https://evil/\">",
        "<meta http-equiv=refresh content=\"0;url=https://evil/\">",
        "<style>body{display:none}</style>",
        "<div style=\"position:fixed\">x",
        "<div",
        "<!--",
        "<!-- <script>alert(1)</script>",
        "</body></html><script>alert(1)</script>",
        "</main></div></article></body>",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?php echo '<script>'; ?>",
        "<form action=\"https://evil/\"><input name=q><button>x</button></form>",
        "<a href=\"javascript:alert(1)\">x</a><a href=\" jAvA\tscript:alert(1)\">y</a>",
        "<a href=\"https://ok\" onclick=alert(1) style=x target=_blank>x</a>",
        "<details ontoggle=alert(1) open><summary>x</summary></details>",
        "<h2 id=\"page:main\" onclick=x>제목</h2>",
        "<h1>하나</h1><h1>둘</h1>",
        "<textarea></textarea><script>alert(1)</script>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<title></title><script>alert(1)</script>",
        "<template><script>alert(1)</script></template>",
        "<p title='\"><script>alert(1)</script>'>x</p>",
        "<table><script>alert(1)</script></table>",
        "<object data=x><embed src=x></object>",
        "<link rel=stylesheet href=https://evil/x.css>",
        "<ul><li><script>alert(1)</script>",
    ] {
        let page = body(&format!("## 요약\n\n{hostile}\n\n끝.\n"));
        assert_safe(hostile, &page);
        assert!(!page.html().contains("alert(1)</script>"), "{hostile}");
        assert_eq!(site_support::all(&page, "h1").len(), 1, "{hostile}");
        assert_eq!(site_support::all(&page, "footer.colophon").len(), 1, "{hostile}: the page is whole");
        assert_eq!(site_support::all(&page, ".prose footer, .prose + footer").len(), 0, "{hostile}");
    }
}

#[test]
fn links_of_every_kind_are_harmless() {
    for hostile in [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#9;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](\u{1}javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "[x](//evil.example/x)",
        "[x](\\\\evil\\share)",
        "[x](file:///etc/passwd)",
        "[x](../../../../etc/passwd)",
        "[x](%2e%2e/%2e%2e/%2e%2e/etc/passwd)",
        "<javascript:alert(1)>",
        "[x][r]\n\n[r]: javascript:alert(1)",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml,<svg onload=alert(1)>)",
        "![x](//evil/x.png)",
        "![\"><script>alert(1)</script>](https://e/x.png)",
        "[[javascript:alert(1)]]",
        "[[x|\"><script>alert(1)</script>]]",
        "a[^x]\n\n[^x]: [y](javascript:alert(1))",
        "[x](/u '\"><script>alert(1)</script>')",
        "# a {#\"><script> onclick=x}",
        "| <script>alert(1)</script> |\n|---|\n| [x](javascript:x) |",
        "```\"><script>alert(1)</script>\nx\n```",
        ":::\"><script>\nx\n:::\n\n:::note \"><script>alert(1)</script>\nx\n:::",
        "> [!\"><script>] x",
    ] {
        let page = body(&format!("## 요약\n\n{hostile}\n"));
        assert_safe(hostile, &page);
    }
}

#[test]
fn metadata_of_every_kind_is_only_text() {
    let evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    let quoted = format!("'{}'", evil.replace('\'', "''"));
    let document = format!(
        "---\ntitle: {quoted}\nid: {quoted}\ndate: 2026-01-02\nseverity: {quoted}\nstatus: {quoted}\nowner: {quoted}\n\
         authors: [{quoted}]\nservices: [{quoted}]\nteams: [{quoted}]\nroot_causes: [{quoted}]\ntrigger: {quoted}\n\
         description: {quoted}\nalerts: [{quoted}]\n---\n## Summary\n{evil} and more text for a summary.\n\n\
         ## Action items\n| Ticket | Action | Owner | Due |\n|---|---|---|---|\n\
         | [{evil}](javascript:x) | {evil} | {evil} | 2026-01-09 |\n"
    );
    let cause = format!(
        "---\nid: c\ntitle: {{en: {quoted}, ko: {quoted}}}\naliases: [{quoted}]\nowner: {quoted}\n---\n{evil}\n"
    );
    let guide = format!("---\ntitle: {quoted}\ndescription: {quoted}\n---\n{evil}\n");
    let built = Built::of(&[("postmortems/a.md", &document), ("causes/c.md", &cause), ("guides/g.md", &guide)]);
    for (name, page) in built.pages() {
        assert_safe(name, &page);
        assert!(!name.contains(['"', '<', '>', ':']), "{name}");
    }
}

#[test]
fn enormous_nesting_neither_overflows_nor_takes_long() {
    // A small stack, as a thread of a pool may have.
    let small = std::thread::Builder::new().stack_size(1024 * 1024);
    let handle = small.spawn(|| {
        for deep in [
            ">".repeat(8_000),
            "* ".repeat(8_000),
            "2. ".repeat(8_000),
            "<div>".repeat(8_000),
            "**a ".repeat(4_000),
            "[^a".repeat(8_000),
            "<b><i>x".repeat(4_000),
            "# h\n".repeat(4_000),
            "[[PM-1]] PM-2 ".repeat(4_000),
            "{% ".repeat(8_000),
            "<% ".repeat(8_000),
        ] {
            let start = Instant::now();
            let page = body(&format!("## 요약\n\n{deep}\n"));
            assert_safe(&deep[..4], &page);
            assert!(start.elapsed() < Duration::from_secs(20), "{} took {:?}", &deep[..8], start.elapsed());
        }
    });
    handle.expect("a thread").join().expect("no overflow");
}
