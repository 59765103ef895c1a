//! Bytes of a delimited text on their way to the parser: byte order mark skipped, Windows-1252 turned into UTF-8, one row bounded.

use std::{
    fs::File,
    io::{self, BufReader, Read},
};

use encoding_rs::WINDOWS_1252;

use crate::{Encoding, sniff::Text};

const CHUNK: usize = 64 * 1024;

/// The bytes one row may take: an unclosed quote swallows the rest of the file, which must not end up in memory.
const ROW_BYTES: usize = 4 << 20;

/// UTF-8 from a file, always ended as its lines are, so that rows can be counted by lines.
pub struct Bytes {
    source: BufReader<File>,
    encoding: Encoding,
    decoded: Vec<u8>,
    start: usize,
    read: u64,
    allowance: usize,
    last: u8,
    end: u8,
    finished: bool,
}

impl Bytes {
    /// Starts after the byte order mark, if there is one.
    pub fn new(file: File, encoding: Encoding, text: &Text<'_>) -> io::Result<Self> {
        let mut source = BufReader::with_capacity(CHUNK, file);
        if text.bom {
            source.read_exact(&mut [0; 3])?;
        }
        let read = if text.bom { 3 } else { 0 };
        Ok(Self {
            source,
            encoding,
            decoded: Vec::new(),
            start: 0,
            read,
            allowance: ROW_BYTES,
            last: b'\n',
            end: if text.crlf { b'\r' } else { b'\n' },
            finished: false,
        })
    }

    /// How many bytes of the file were taken so far.
    pub const fn read(&self) -> u64 {
        self.read
    }

    /// To be called before each row.
    pub const fn begin_row(&mut self) {
        self.allowance = ROW_BYTES;
    }

    fn take(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.encoding {
            Encoding::Utf8 => {
                let count = self.source.read(out)?;
                self.read += count as u64;
                Ok(count)
            }
            Encoding::Windows1252 => {
                if self.start == self.decoded.len() {
                    self.decode()?;
                }
                let count = out.len().min(self.decoded.len() - self.start);
                out[..count].copy_from_slice(&self.decoded[self.start..self.start + count]);
                self.start += count;
                Ok(count)
            }
        }
    }

    fn decode(&mut self) -> io::Result<()> {
        let mut raw = vec![0; CHUNK];
        let count = self.source.read(&mut raw)?;
        self.read += count as u64;
        // Every byte of Windows-1252 is a character: chunks can be decoded one by one.
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(&raw[..count]);
        self.decoded.clear();
        self.decoded.extend_from_slice(text.as_bytes());
        self.start = 0;
        Ok(())
    }
}

impl Read for Bytes {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() || self.finished {
            return Ok(0);
        }
        let count = self.take(out)?;
        if count == 0 {
            self.finished = true;
            if self.last == b'\n' {
                return Ok(0);
            }
            out[0] = self.end;
            return Ok(1);
        }
        if count > self.allowance {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "row too long"));
        }
        self.allowance -= count;
        self.last = out[count - 1];
        Ok(count)
    }
}
