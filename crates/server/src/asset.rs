//! The client's files as they are compiled into a binary. The relay serves them and knows nothing else of them.

/// One file.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Its path, with a slash before it.
    pub path: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
    /// Its bytes, compressed with brotli.
    pub br: Option<&'static [u8]>,
    /// Its media type.
    pub mime: &'static str,
    /// Whether the path names the contents, so that it can be kept for ever.
    pub immutable: bool,
}
