//! The neutral model: a site of pages of blocks, with published figures only, that knows no format.
//!
//! Compose makes it, outputs render it, checks read it. A new [`Block`] is the dear change, since every output must
//! answer it; most new things are a table, a figure or a paragraph in other words.

mod block;
mod braille;
mod chart_table;
mod edition;
mod inline;
pub mod mark;
pub mod markdown;
mod record;
mod sentence;
mod site;
mod table;

pub use block::{Block, ChartFigure, Heading, Image, KeyFigure, Note, every};
pub use braille::{Braille, Contracted, Tongue};
pub use chart_table::chart_table;
pub use edition::Edition;
pub use inline::{FigureText, Inline, Target, plain_text};
pub use record::{Change, Correction, Dataset, StatementDays, data_workbook, page_folder, table_file};
pub use site::{
    Banner, Behind, Blocks, ContentFile, Download, Licence, Organisation, Page, PageKind, PageLink, Report,
    ShownReview, Site, SiteFacts, Status,
};
pub use table::{Cell, Column, Row, Table};
