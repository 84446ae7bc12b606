//! The picture formats of the web.

/// The picture formats of the web that we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Photos.
    Jpeg,
    /// Drawings and screenshots.
    Png,
    /// Old, or moving.
    Gif,
    /// Smaller than the others.
    Webp,
    /// Drawings without a fixed size.
    Svg,
}

impl Format {
    /// Returns the ending of files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Svg => "svg",
        }
    }

    /// Tells whether files of this format may end in `extension` (lower case).
    pub(crate) fn is_called(self, extension: &str) -> bool {
        self.extension() == extension
            || (self == Self::Jpeg && ["jpeg", "jpe", "jfif"].contains(&extension))
    }

    /// Returns the format that the first bytes of a file tell.
    pub(crate) fn sniff(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    /// Returns what decodes it; nothing for drawings.
    pub fn decoder(self) -> Option<image::ImageFormat> {
        match self {
            Self::Jpeg => Some(image::ImageFormat::Jpeg),
            Self::Png => Some(image::ImageFormat::Png),
            Self::Gif => Some(image::ImageFormat::Gif),
            Self::Webp => Some(image::ImageFormat::WebP),
            Self::Svg => None,
        }
    }
}
