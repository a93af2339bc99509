//! multum: much in little. Publishes a council's annual review from YAML and Markdown.
pub mod charts;
pub mod checks;
pub mod commands;
pub mod compose;
pub mod diagnostic;
pub mod document;
pub mod evidence;
pub mod figures;
pub mod import;
pub mod outputs;
pub mod pipeline;
pub mod preview;
pub mod publish;
pub mod source;
pub mod tree;
pub mod vocabulary;
