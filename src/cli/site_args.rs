//! What may be typed about a site: whom it is for, what it looks like, and where it is served.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::config::{Audience, BaseTheme};

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// The repository, or a folder of documents [default: the current one]
    #[arg(value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
    /// The port; 0 takes any that is free
    #[arg(long, short = 'p', value_name = "PORT", default_value_t = 3000)]
    pub(super) port: u16,
    /// The address to listen at; any but a loopback one lets other machines read the site
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = address)]
    pub(super) host: IpAddr,
    #[command(flatten)]
    pub(super) site: SiteArgs,
}

/// An address in numbers, or `localhost`.
fn address(text: &str) -> Result<IpAddr, String> {
    match text {
        "localhost" => Ok(IpAddr::from([127, 0, 0, 1])),
        _ => text.parse().map_err(|_| "an address in numbers, such as 127.0.0.1 or 0.0.0.0".to_owned()),
    }
}

/// What a site is like.
#[derive(Debug, Args)]
pub(super) struct SiteArgs {
    /// Whom the site is for: public leaves out drafts and what is not public, internal what is restricted or unlisted
    /// [default: internal, or what book.toml says]
    #[arg(long, value_enum, value_name = "WHO")]
    pub(super) audience: Option<AudienceArg>,
    /// How the site is made: plain puts everything on one page without a script, to be printed or kept
    /// [default: default, or what book.toml says]
    #[arg(long, value_enum, value_name = "THEME")]
    pub(super) theme: Option<ThemeArg>,
}

/// The themes that come with pmdoc.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ThemeArg {
    Default,
    Plain,
}

impl ThemeArg {
    pub(super) fn theme(self) -> BaseTheme {
        match self {
            Self::Default => BaseTheme::Default,
            Self::Plain => BaseTheme::Plain,
        }
    }
}

/// The readers of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AudienceArg {
    Public,
    Internal,
    All,
}

impl AudienceArg {
    pub(super) fn audience(self) -> Audience {
        match self {
            Self::Public => Audience::Public,
            Self::Internal => Audience::Internal,
            Self::All => Audience::All,
        }
    }
}
