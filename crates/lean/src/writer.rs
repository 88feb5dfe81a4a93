//! Writes the one form of values: CBOR (RFC 8949) in its shortest form, with every length told beforehand.

/// The bytes so far, and the row or body that is being written.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    around: Around,
}

/// The row or body around what is written: whether its fields carry their numbers, and how many there are so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around {
    numbered: bool,
    count: u8,
}

/// The row or body outside of the one that was begun, until that ends.
#[derive(Debug)]
#[must_use]
pub struct Outer {
    around: Around,
    head: u32,
}

impl Writer {
    /// What was written.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// A head: what follows, and a number in as few bytes as it needs.
    pub fn head(&mut self, major: u8, number: u64) {
        let bytes = number.to_be_bytes();
        let (more, width) = match number {
            0..24 => {
                self.bytes.push(major << 5 | bytes[7]);
                return;
            }
            24..0x100 => (24, 1),
            0x100..0x1_0000 => (25, 2),
            0x1_0000..0x1_0000_0000 => (26, 4),
            _ => (27, 8),
        };
        self.bytes.push(major << 5 | more);
        self.bytes.extend_from_slice(bytes.get(8 - width..).unwrap_or_default());
    }

    /// A number.
    pub fn number(&mut self, number: u64) {
        self.head(0, number);
    }

    /// Yes or no.
    pub fn truth(&mut self, it: bool) {
        self.bytes.push(0xf4 | u8::from(it));
    }

    /// Bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.head(2, bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.head(3, text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// The head of a list of so many.
    pub fn list(&mut self, length: usize) {
        self.head(4, length as u64);
    }

    /// The head of a map of so many.
    pub fn map(&mut self, length: usize) {
        self.head(5, length as u64);
    }

    /// Nothing, where something could stand.
    pub fn nothing(&mut self) {
        self.bytes.push(0xf6);
    }

    /// What is in its form already.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Begins a body, whose fields carry their numbers: what is absent is left out.
    pub fn begin_body(&mut self) -> Outer {
        self.begin(true)
    }

    /// Begins a row, whose fields stand in their places: nothing stands for what is absent, but not at the end.
    pub fn begin_row(&mut self) -> Outer {
        self.begin(false)
    }

    /// Begins one of several ways, with its number and then a row.
    pub fn begin_way(&mut self, number: u64) -> Outer {
        self.list(2);
        self.number(number);
        self.begin(false)
    }

    /// Begins one of several ways with a row in which its number stands first.
    pub fn begin_flat(&mut self, number: u64) -> Outer {
        let outer = self.begin_row();
        self.field(0);
        self.number(number);
        outer
    }

    fn begin(&mut self, numbered: bool) -> Outer {
        let around = core::mem::replace(&mut self.around, Around { numbered, count: 0 });
        let head = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.bytes.push(0);
        Outer { around, head }
    }

    /// What follows is the field with this number.
    pub fn field(&mut self, number: u8) {
        if self.around.numbered {
            self.number(u64::from(number));
        } else {
            while self.around.count < number {
                self.nothing();
                self.around.count += 1;
            }
        }
        self.around.count += 1;
    }

    /// Ends a body or row.
    pub fn end(&mut self, outer: Outer) {
        let Around { numbered, count } = self.around;
        if let Some(head) = self.bytes.get_mut(outer.head as usize) {
            *head = if numbered { 0xa0 } else { 0x80 } | count.min(24);
        }
        if count >= 24 {
            self.bytes.insert(outer.head as usize + 1, count);
        }
        self.around = outer.around;
    }
}
