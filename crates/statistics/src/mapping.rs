//! The one place that maps files into memory.

use std::fs::File;
use std::io;

use memmap2::Mmap;

/// Maps a whole file, read-only.
///
/// Audited: a mapping is sound as long as nobody changes or shortens the file under it. Blocks are written under a temporary name, renamed
/// once complete, named by their content and never written again; removing one leaves its mappings valid. Every bit pattern is a valid
/// integer, so even a damaged file gives wrong figures (which the checksum tells), never undefined behaviour in this crate.
#[expect(unsafe_code, reason = "mapping a file is unsafe by nature; see the audit above")]
pub(crate) fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: the file is immutable, as explained above.
    unsafe { Mmap::map(file) }
}
