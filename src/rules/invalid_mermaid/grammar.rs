//! The code of a diagram held against the grammar of Mermaid, with the reason why it does not fit.
//!
//! Without the feature `mermaid` every diagram fits.

/// Why a diagram cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "mermaid"), allow(dead_code, reason = "nothing is refused then"))]
pub(super) enum Refusal {
    /// There is nothing in it.
    Empty,
    /// It does not begin with a kind of diagram.
    NoKind,
    /// It is not written as its kind is.
    Syntax {
        /// Where, in bytes.
        at: usize,
        /// What the parser says, in English.
        reason: String,
    },
}

#[cfg(not(feature = "mermaid"))]
pub(super) fn refusal(_code: &str) -> Option<Refusal> {
    None
}

/// Why a diagram cannot be drawn. Kinds that pmdoc has no grammar of are taken for right.
#[cfg(feature = "mermaid")]
pub(super) fn refusal(code: &str) -> Option<Refusal> {
    use crate::document::mermaid::is_too_much;
    use merman::{Error, ParseOptions};
    if code.trim().is_empty() {
        return Some(Refusal::Empty);
    }
    if is_too_much(code) {
        return None;
    }
    match ENGINE.parse_diagram_for_render_model_sync(code, ParseOptions::strict()) {
        Err(Error::DetectType(_)) => Some(Refusal::NoKind),
        Err(Error::DiagramParse { diagnostic, .. }) => Some(Refusal::Syntax {
            at: diagnostic.span().map_or(0, |span| span.start),
            reason: brief(diagnostic.message()),
        }),
        Err(error @ (Error::MalformedFrontMatter | Error::InvalidDirectiveJson { .. } | Error::InvalidFrontMatterYaml { .. })) => {
            Some(Refusal::Syntax { at: 0, reason: brief(&error.to_string()) })
        }
        _ => None,
    }
}

#[cfg(feature = "mermaid")]
static ENGINE: std::sync::LazyLock<merman::Engine> = std::sync::LazyLock::new(merman::Engine::new);

/// A reason without the list of everything that might have stood there instead, and on one line.
#[cfg(feature = "mermaid")]
fn brief(reason: &str) -> String {
    const LONGEST: usize = 120;
    const MOST: usize = 3;
    let (said, expected) = reason.split_once("; expected ").unwrap_or((reason, ""));
    let whole = if expected.split(", ").count() > MOST { said } else { reason };
    let first = whole.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    first.chars().take(LONGEST).collect()
}

#[cfg(all(test, feature = "mermaid"))]
mod tests {
    use super::{Refusal, refusal};

    #[test]
    fn diagrams_as_people_write_them_are_right() {
        for code in [
            "graph LR\n  A[결제 API] -->|timeout| B((DB))\n  B --> C{재시도?}\n  C -- 예 --> A\n  style A fill:#f9f",
            "%%{init: {'theme':'dark'}}%%\n%% 주석\nflowchart TD;\nsubgraph 서울\n가 --> 나\nend\n나 -.-> 다 & 라;",
            "---\ntitle: 흐름\n---\nflowchart LR\n  A@{ shape: cyl, label: \"DB\" } ==> B",
            "sequenceDiagram\n  autonumber\n  actor 고객\n  고객->>+API: POST /pay\n  API-->>-고객: 504\n  alt 성공\n  API->>DB: ok\n  end",
            "gantt\n  dateFormat YYYY-MM-DD HH:mm\n  section 결제\n  장애 :crit, a1, 2026-03-04 14:05, 30m\n  복구 :after a1, 20m",
            "timeline\n  title 경과\n  14시 5분 : 배포 : 오류", "pie title 오류\n  \"timeout\" : 60", "mindmap\n  root((장애))\n    원인",
            "stateDiagram-v2\n  [*] --> 초안\n  초안 --> 검토: 제출", "erDiagram\n  ORDER ||--o{ ITEM : has",
            "gitGraph\n  commit\n  branch hotfix\n  commit id: \"fix\"", "journey\n  section 결제\n    클릭: 5: 고객",
            "C4Context\n  title any kind that is not known in detail", "classDiagram\n  A <|-- B",
        ] {
            assert_eq!(refusal(code), None, "{code}");
        }
    }

    #[test]
    fn what_mermaid_refuses_is_refused_with_a_place_and_a_reason() {
        assert_eq!(refusal(" \n"), Some(Refusal::Empty));
        assert_eq!(refusal("계획 → 실행 → 평가"), Some(Refusal::NoKind));
        let at = |code: &str| match refusal(code) {
            Some(Refusal::Syntax { at, reason }) if reason.len() > 10 => code[..at.min(code.len())].matches('\n').count(),
            other => panic!("{code}: {other:?}"),
        };
        assert_eq!(at("flowchart LR\n  A --> B\n  B[결제 --> C"), 2);
        assert_eq!(at("flowchart LR\n  A -> B"), 1);
        assert_eq!(at("timeline\n  title 경과\n  14:05 : 배포"), 2);
        assert_eq!(at("%% 주석\nflowchart LR\n  %% 주석\n  A --> end"), 3);
        assert_eq!(at("sequenceDiagram\n  A->>B"), 1);
    }

    #[test]
    fn a_hostile_diagram_takes_no_time() {
        let joined = format!("flowchart TD\nA{} --> B{}", "&A".repeat(5000), "&B".repeat(5000));
        assert_eq!(refusal(&joined), None);
        assert_eq!(refusal(&format!("flowchart TD\n{}", "[".repeat(20_000))), None);
    }
}
