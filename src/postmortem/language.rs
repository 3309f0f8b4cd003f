//! Which language a document is written in.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A language that pmdoc knows words of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[allow(missing_docs, reason = "each is the language of its code")]
pub enum Language {
    #[default]
    En,
    Ko,
    Ja,
    ZhHans,
    ZhHant,
    De,
    Fr,
    Es,
    Pt,
    No,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 10] =
        [Self::En, Self::Ko, Self::Ja, Self::ZhHans, Self::ZhHant, Self::De, Self::Fr, Self::Es, Self::Pt, Self::No];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
            Self::Ja => "ja",
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::Pt => "pt",
            Self::No => "no",
        }
    }

    /// The language of a tag such as `ko-KR`, `zh_TW` or `zh`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        let primary = tag.split('-').next().unwrap_or_default();
        match primary {
            "zh" if ["hant", "tw", "hk", "mo"].iter().any(|part| tag.split('-').any(|p| p == *part)) => {
                Some(Self::ZhHant)
            }
            "zh" => Some(Self::ZhHans),
            "nb" | "nn" => Some(Self::No),
            _ => Self::ALL.into_iter().find(|language| language.tag() == primary),
        }
    }

    /// The language of a text, by its letters: Hangul is Korean, Kana Japanese, Han without either Chinese;
    /// Latin is taken for `fallback`.
    pub fn of_text(text: &str, fallback: impl FnOnce() -> Self) -> Self {
        if text.is_ascii() {
            return fallback();
        }
        let (mut hangul, mut kana, mut han, mut traditional, mut latin) = (0usize, 0usize, 0usize, 0usize, 0usize);
        for c in text.chars().take(20_000) {
            if c.is_ascii() {
                latin += usize::from(c.is_ascii_alphabetic());
                continue;
            }
            match u32::from(c) {
                0xAC00..=0xD7A3 | 0x1100..=0x11FF => hangul += 1,
                0x3041..=0x30FF => kana += 1,
                0x4E00..=0x9FFF => {
                    han += 1;
                    traditional += usize::from(TRADITIONAL.contains(&c));
                }
                _ => {}
            }
        }
        // A CJK character says about as much as three Latin letters, and commands and logs are Latin everywhere.
        let cjk = hangul + kana + han;
        if cjk * 6 < latin || cjk < 4 {
            return fallback();
        }
        if hangul * 2 >= cjk {
            Self::Ko
        } else if kana * 8 >= cjk {
            Self::Ja
        } else if hangul > kana && hangul * 4 >= cjk {
            Self::Ko
        } else if traditional * 20 >= han {
            Self::ZhHant
        } else {
            Self::ZhHans
        }
    }
}

/// Frequent characters that simplified Chinese writes otherwise.
static TRADITIONAL: LazyLock<HashSet<char>> = LazyLock::new(|| {
    "這個們來時間務響應復檢測處過後為與實際單資錯誤報網絡據庫頁開關發現啟動態動態無線監導責執經驗訓針對從續證"
        .chars()
        .collect()
});

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn languages_by_their_letters() {
        let of = |text| Language::of_text(text, || Language::En);
        assert_eq!(of("결제 승인 지연 on checkout-api pod restarts"), Language::Ko);
        assert_eq!(of("決済の承認が遅れた"), Language::Ja);
        assert_eq!(of("支付服务超时导致下单失败，影响用户"), Language::ZhHans);
        assert_eq!(of("支付服務逾時導致無法下單，影響這個時間的用戶"), Language::ZhHant);
        assert_eq!(of("Payments were slow"), Language::En);
    }
}
