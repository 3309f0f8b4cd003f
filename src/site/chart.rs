//! Facts into the geometry of charts: plain numbers for templates that draw them as SVG. A chart is as wide as its page
//! (places along it are percentages) and as high as its pixels say; colours and fonts are the style sheet's.

mod columns;
mod dots;
pub(in crate::site) mod fishbone;
mod lanes;
mod scale;
mod target;

pub(in crate::site) use columns::{Column, Columns};
pub(in crate::site) use dots::{Dots, Value};
pub(in crate::site) use fishbone::Fish;
pub(in crate::site) use lanes::{Lanes, Mark};
pub(in crate::site) use scale::{Days, Logarithm, percent};
pub(in crate::site) use target::Target;
