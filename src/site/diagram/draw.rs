//! The source of a diagram into an SVG, in the site's own colours and letters. What takes too long is not drawn.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use merman::resources::InputResourceLimitId;
use merman::svg::{
    DeterministicTextMeasurer, HostTheme, HostThemeAppearance, MeasurementProfileId, Presentation,
    RenderResourceLimitId, RenderResourcePolicy, ResolvedPresentation, ResourceLimitId, SvgPipeline, SvgRenderOptions,
    TextMeasurementPolicy, TextMeasurementProfile, TextMeasurementProfileIdentity, TextStyle, ThemeRole,
};
use merman::{
    Engine, MermaidConfig, OperationControl, ParseOptions, RenderOutput, RenderRequest, Renderer, SvgEnvironment,
    SvgRequest,
};
use serde_json::json;
use unicode_width::UnicodeWidthChar;

use crate::document::mermaid;

/// Which ground a diagram is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Ink on paper.
    Day,
    /// Light ink on dark paper.
    Night,
}

/// An engine, and what it draws with.
struct Drawer {
    renderer: Renderer,
    request: SvgRequest,
}

static DAY: LazyLock<Option<Drawer>> = LazyLock::new(|| Drawer::new(Scheme::Day));
static NIGHT: LazyLock<Option<Drawer>> = LazyLock::new(|| Drawer::new(Scheme::Night));

/// Draws a diagram: SVG of any sort, for `clean`. Nothing if it is none, is too large, or is not as Mermaid wants it.
pub(super) fn svg(source: &str, scheme: Scheme) -> Option<String> {
    if mermaid::is_too_much(source) {
        return None;
    }
    let drawer = match scheme {
        Scheme::Day => DAY.as_ref()?,
        Scheme::Night => NIGHT.as_ref()?,
    };
    // A mistake in the library costs one drawing, not the site.
    catch_unwind(AssertUnwindSafe(|| drawer.draw(source))).ok().flatten()
}

/// Whether the author chose colours, which fit one ground only.
pub(super) fn has_colours(source: &str) -> bool {
    const MARKS: [&str; 6] = ["fill:", "stroke:", "color:", "rgb(", "rgba(", "hsl("];
    source.lines().any(|line| {
        let line = line.trim_start();
        MARKS.iter().any(|mark| line.contains(mark)) || line.starts_with("box ")
    })
}

impl Drawer {
    fn new(scheme: Scheme) -> Option<Self> {
        let look = Presentation::new().with_theme(theme(scheme)?).resolve();
        let engine = look.materialize_engine(Engine::new().with_site_config(MermaidConfig::from_value(config(scheme))));
        let renderer = Renderer::new().with_engine(engine).with_parse_options(ParseOptions::strict());
        Some(Self { renderer, request: request(&look)? })
    }

    fn draw(&self, source: &str) -> Option<String> {
        let request = RenderRequest::svg(source, OperationControl::new(), self.request.clone());
        match self.renderer.render(request) {
            Ok(RenderOutput::Svg(Some(svg))) => Some(svg.svg().to_owned()),
            _ => None,
        }
    }
}

/// What holds for every diagram; what is `secure` cannot be changed by its author.
fn config(scheme: Scheme) -> serde_json::Value {
    let (paper, grid, plots) = match scheme {
        Scheme::Day => ("#fbf8f1", "#ddd6c7", "#8fa6bd,#ad2e16,#7f9460,#a98649,#80679a,#4f8583,#9c5b4d,#6d6d4b"),
        Scheme::Night => ("#17181b", "#36373c", "#5f7488,#ff9277,#8ba36d,#bd9a5d,#a78abd,#6ea5a2,#c17f70,#a3a375"),
    };
    json!({
        "look": "classic",
        "themeVariables": {
            "sequenceNumberColor": paper, "gridColor": grid, "xyChart": { "plotColorPalette": plots },
        },
        "flowchart": {
            "wrappingWidth": 220, "minNodeWidth": 40, "nodeSpacing": 36, "rankSpacing": 40, "padding": 10,
            "subGraphTitleMargin": { "top": 4, "bottom": 8 },
        },
        "state": { "wrappingWidth": 220 },
        "secure": [
            "secure", "securityLevel", "startOnLoad", "maxTextSize", "suppressErrorRendering", "maxEdges", "themeCSS",
            "theme", "themeVariables", "look", "fontFamily", "darkMode",
        ],
    })
}

fn request(look: &ResolvedPresentation) -> Option<SvgRequest> {
    let identity = TextMeasurementProfileIdentity::new(MeasurementProfileId::new("pmdoc").ok()?, "1").ok()?;
    let measurer = DeterministicTextMeasurer::default().with_width_callback(width);
    let policy = TextMeasurementPolicy::uniform(TextMeasurementProfile::new(identity, measurer));
    Some(SvgRequest {
        environment: SvgEnvironment::deterministic()
            .with_text_measurement_policy(policy)
            .with_resource_policy(limits()),
        options: SvgRenderOptions { diagram_id: Some("d".to_owned()), ..SvgRenderOptions::default() },
        pipeline: Some(SvgPipeline::resvg_safe()),
        presentation: look.render_policy(),
        ..SvgRequest::default()
    })
}

/// Counted in steps, not in time: the same source is drawn, or not, on every machine.
fn limits() -> RenderResourcePolicy {
    const LIMITS: [(ResourceLimitId, usize); 4] = [
        (ResourceLimitId::Input(InputResourceLimitId::MaxModelItems), 800),
        (ResourceLimitId::Render(RenderResourceLimitId::MaxLayoutWorkUnits), 1_000_000),
        (ResourceLimitId::Render(RenderResourceLimitId::MaxSvgBytes), 1_500_000),
        (ResourceLimitId::Input(InputResourceLimitId::MaxModelNestingDepth), 64),
    ];
    LIMITS
        .iter()
        .fold(RenderResourcePolicy::constrained(), |policy, &(id, most)| policy.with_limit(id, most).unwrap_or(policy))
}

/// Paper, ink and lines as the style sheet has them, by day and by night.
const COLOURS: [(ThemeRole, &str, &str); 22] = [
    (ThemeRole::Canvas, "#fbf8f1", "#17181b"),
    (ThemeRole::Surface, "#f3eee2", "#232428"),
    (ThemeRole::SurfaceAlt, "#ebe4d4", "#2b2c31"),
    (ThemeRole::SurfaceMuted, "#f7f3e9", "#1f2024"),
    (ThemeRole::Text, "#25221d", "#e8e5dd"),
    (ThemeRole::SubtleText, "#686055", "#a39f96"),
    (ThemeRole::Border, "#8d8474", "#77777d"),
    (ThemeRole::Line, "#686055", "#a39f96"),
    (ThemeRole::EdgeLabelBackground, "#fbf8f1", "#17181b"),
    (ThemeRole::ClusterBackground, "#f7f3e9", "#1d1e21"),
    (ThemeRole::ClusterBorder, "#b9b0a0", "#55565c"),
    (ThemeRole::NoteBackground, "#fbf8f1", "#17181b"),
    (ThemeRole::NoteBorder, "#b9b0a0", "#55565c"),
    (ThemeRole::NoteText, "#25221d", "#e8e5dd"),
    (ThemeRole::ActorBackground, "#f3eee2", "#232428"),
    (ThemeRole::ActorBorder, "#8d8474", "#77777d"),
    (ThemeRole::ActorText, "#25221d", "#e8e5dd"),
    (ThemeRole::ActivationBackground, "#ebe4d4", "#2b2c31"),
    (ThemeRole::ActivationBorder, "#8d8474", "#77777d"),
    (ThemeRole::Error, "#ad2e16", "#ff9277"),
    (ThemeRole::Warning, "#ad2e16", "#ff9277"),
    (ThemeRole::Success, "#47602f", "#b4c99c"),
];

/// Slices, branches and sections: quiet enough for letters on them.
const SERIES: [[&str; 8]; 2] = [
    ["#c9d6e2", "#d3dcc0", "#ead9b4", "#dccbe4", "#c3dedb", "#ecc9bd", "#e2dfb6", "#cfd2e4"],
    ["#4d5b6b", "#5d6b4c", "#77603f", "#6a5577", "#446a6a", "#7a4f45", "#6b6b45", "#555a70"],
];

fn theme(scheme: Scheme) -> Option<HostTheme> {
    let (appearance, series) = match scheme {
        Scheme::Day => (HostThemeAppearance::Light, SERIES[0]),
        Scheme::Night => (HostThemeAppearance::Dark, SERIES[1]),
    };
    let theme = HostTheme::new().with_appearance(appearance).try_with_series_palette(series).ok()?;
    let theme = theme.try_with_font_family("sans-serif").ok()?.try_with_font_size("14px").ok()?;
    COLOURS.iter().try_fold(theme, |theme, &(role, day, night)| {
        theme.try_with_role(role, if scheme == Scheme::Day { day } else { night }).ok()
    })
}

/// How wide a text is in pixels. Readers have different fonts: Latin letters are measured as a wide one has them, so that
/// labels never leave their boxes; those of Hangul, Kana and Han are squares in every font.
fn width(text: &str, style: &TextStyle) -> f64 {
    const BOLD: f64 = 1.06;
    let is_bold =
        style.font_weight.as_deref().is_some_and(|weight| matches!(weight, "bold" | "bolder" | "600" | "700"));
    let ems: f64 = text.chars().map(letter).sum();
    ems * style.font_size * if is_bold { BOLD } else { 1.0 }
}

fn letter(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' => 0.28,
        ' ' | 'I' | '(' | ')' | '[' | ']' | '{' | '}' | '/' | '-' => 0.34,
        'f' | 't' | 'r' => 0.39,
        'w' => 0.80,
        'm' | 'M' | 'W' | '@' | '%' => 0.95,
        'A'..='Z' | '&' => 0.70,
        c if c.is_ascii() => 0.575,
        c => match c.width() {
            Some(0) | None => 0.0,
            Some(2) => 1.0,
            _ => 0.6,
        },
    }
}

#[cfg(test)]
mod tests {
    use merman::svg::TextStyle;

    use super::{Scheme, has_colours, svg, width};

    #[test]
    fn what_takes_long_is_not_drawn() {
        let chain: String = (0..1200).map(|at| format!("n{at}-->n{}\n", at + 1)).collect();
        let nested: String = (0..500).map(|at| format!("subgraph s{at}\n")).collect();
        let nested = format!("{nested}a-->b\n{}", "end\n".repeat(500));
        let states = format!("{}a-->b\n{}", "state s {\n".repeat(300), "}\n".repeat(300));
        let joined = format!("A{} --> B{}", "&A".repeat(5000), "&B".repeat(5000));
        for source in [
            format!("flowchart LR\n{chain}"),
            format!("flowchart LR\n{nested}"),
            format!("stateDiagram-v2\n{states}"),
            format!("flowchart TD\n{joined}"),
            format!("sequenceDiagram\n{}", "loop x\n".repeat(2000)),
            format!("flowchart TD\n{}", "[".repeat(20_000)),
            String::new(),
            "계획 → 실행".to_owned(),
        ] {
            assert!(svg(&source, Scheme::Day).is_none(), "{}", source.chars().take(60).collect::<String>());
        }
    }

    #[test]
    fn colours_of_an_author_are_seen() {
        assert!(has_colours("flowchart LR\n A-->B\n style A fill:#f9f"));
        assert!(has_colours("sequenceDiagram\n  rect rgb(0, 0, 0)\n  a->>b: x\n end"));
        assert!(has_colours("sequenceDiagram\n  box Aqua 결제\n participant a\n end"));
        assert!(!has_colours("flowchart LR\n A[fill the pool] --> B[colour]"));
    }

    #[test]
    fn letters_of_cjk_are_squares() {
        let style = TextStyle { font_size: 10.0, ..TextStyle::default() };
        assert!((width("결제 서비스", &style) - 53.4).abs() < 0.01);
        assert!(width("WWW", &style) > width("iii", &style) * 3.0);
    }
}
