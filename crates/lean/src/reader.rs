//! Reads the one form of values and no other. It goes on after what it cannot read, with empty values, and says at
//! the end that it failed: so nothing has to be let go of in the middle.

/// How many lists and maps may stand inside of each other where a value is passed over. What fails to be read must
/// not end the program before it can say so.
const DEEPEST: u8 = 32;

/// The bytes that are left, and the row or body that is being read.
#[derive(Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    failed: bool,
    around: Around,
    most: u64,
    /// What a later version added to a row or body is passed over.
    passes_over: bool,
}

/// The row or body around what is read: whether its fields carry their numbers, and how many are left.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around {
    numbered: bool,
    left: u8,
}

/// The row or body outside of the one that was begun, until that ends.
#[derive(Debug)]
#[must_use]
pub struct Outer(Around);

impl<'a> Reader<'a> {
    /// Begins with these bytes.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, failed: false, around: Around::default(), most: u64::MAX, passes_over: false }
    }

    /// Begins with bytes that a later version of this program may have kept, sealed under its own key: what it added at the end of a row
    /// or body is passed over.
    #[must_use]
    pub fn of_kept(bytes: &'a [u8]) -> Self {
        Self { passes_over: true, ..Self::new(bytes) }
    }

    /// Passes over one value, whatever it is, with so many lists or maps inside of each other at most.
    fn pass_over(&mut self, deep: u8) {
        let major = self.rest.first().map_or(7, |it| it >> 5);
        match major {
            0 => drop(self.head(0)),
            2 => drop(self.bytes()),
            3 => drop(self.text()),
            4 | 5 if deep > 0 => {
                for _ in 0..self.length(major).saturating_mul(u64::from(major - 3)) {
                    if self.failed {
                        break;
                    }
                    self.pass_over(deep - 1);
                }
            }
            7 => drop(self.raw(1)),
            _ => self.fail(),
        }
    }

    /// What is read is not in the one form; there is nothing more to read.
    pub fn fail(&mut self) {
        self.failed = true;
        self.rest = &[];
        self.around.left = 0;
    }

    /// Whether it failed so far.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.failed
    }

    /// Whether everything was read, and in the one form.
    #[must_use]
    pub fn is_done(&self) -> bool {
        !self.failed && self.rest.is_empty()
    }

    /// The bytes that are not read yet.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next so many bytes as they are; none, when there are fewer.
    pub fn raw(&mut self, length: u64) -> &'a [u8] {
        let split = usize::try_from(length).ok().and_then(|it| self.rest.split_at_checked(it));
        match split {
            Some((bytes, rest)) => {
                self.rest = rest;
                bytes
            }
            None => {
                self.fail();
                &[]
            }
        }
    }

    /// Takes the next byte if it is this one.
    pub fn takes(&mut self, byte: u8) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// The number of a head of this kind, in as few bytes as it needs.
    pub fn head(&mut self, major: u8) -> u64 {
        let first = self.raw(1).first().copied().unwrap_or(u8::MAX);
        let (width, least) = match first & 31 {
            small @ 0..24 if first >> 5 == major => return u64::from(small),
            24 => (1, 24),
            25 => (2, 0x100),
            26 => (4, 0x1_0000),
            27 => (8, 0x1_0000_0000),
            _ => (0, u64::MAX),
        };
        let number = self.raw(width).iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        if first >> 5 != major || number < least {
            self.fail();
            return 0;
        }
        number
    }

    /// A number, at most so large.
    pub fn number(&mut self, most: u64) -> u64 {
        let number = self.head(0);
        if number > most {
            self.fail();
            return 0;
        }
        number
    }

    /// Yes or no.
    pub fn truth(&mut self) -> bool {
        let yes = self.takes(0xf5);
        if !yes && !self.takes(0xf4) {
            self.fail();
        }
        yes
    }

    /// The next bytes, text or list may have no more than so many bytes or values.
    pub fn at_most(&mut self, most: u64) {
        self.most = most;
    }

    fn length(&mut self, major: u8) -> u64 {
        let length = self.head(major);
        if length > core::mem::replace(&mut self.most, u64::MAX) {
            self.fail();
            return 0;
        }
        length
    }

    /// Bytes.
    pub fn bytes(&mut self) -> &'a [u8] {
        let length = self.length(2);
        self.raw(length)
    }

    /// A text.
    pub fn text(&mut self) -> &'a str {
        let length = self.length(3);
        let bytes = self.raw(length);
        match core::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) => {
                self.fail();
                ""
            }
        }
    }

    /// The length of a list. Nobody believes it before so many are read.
    pub fn list(&mut self) -> u64 {
        self.length(4)
    }

    /// The length of a map. Nobody believes it before so many are read.
    pub fn map(&mut self) -> u64 {
        self.length(5)
    }

    /// Takes nothing, where something could stand.
    pub fn nothing(&mut self) -> bool {
        self.takes(0xf6)
    }

    /// Begins a body, whose fields carry their numbers.
    pub fn begin_body(&mut self) -> Outer {
        self.begin(5)
    }

    /// Begins a row, whose fields stand in their places.
    pub fn begin_row(&mut self) -> Outer {
        self.begin(4)
    }

    /// Begins one of so many ways; its row is begun by itself.
    pub fn begin_way(&mut self, ways: u64) -> u64 {
        if self.list() != 2 {
            self.fail();
        }
        self.number(ways - 1)
    }

    /// Begins one of so many ways whose number stands first in its row: its fields come after it.
    pub fn begin_flat(&mut self, ways: u64) -> (Outer, u64) {
        let outer = self.begin_row();
        if !self.field(0) {
            self.fail();
        }
        (outer, self.number(ways - 1))
    }

    fn begin(&mut self, major: u8) -> Outer {
        let outer = Outer(self.around);
        let left = self.head(major);
        if left > u64::from(u8::MAX) {
            self.fail();
        }
        let left = if self.failed { 0 } else { left.to_le_bytes()[0] };
        self.around = Around { numbered: major == 5, left };
        outer
    }

    /// Takes the number of a field if it is this one.
    fn takes_number(&mut self, number: u8) -> bool {
        if number < 24 {
            return self.takes(number);
        }
        let next = self.rest.starts_with(&[24, number]);
        if next {
            self.raw(2);
        }
        next
    }

    /// Whether the field with this number is there. Fields are asked for in the order of their numbers.
    pub fn field(&mut self, number: u8) -> bool {
        if self.around.left == 0 || (self.around.numbered && !self.takes_number(number)) {
            self.most = u64::MAX;
            return false;
        }
        self.around.left -= 1;
        let absent = !self.around.numbered && self.nothing();
        if absent && self.around.left == 0 {
            // At the end of a row, what is absent is left out.
            self.fail();
        }
        if absent {
            self.most = u64::MAX;
        }
        !absent
    }

    /// Ends a body or row: it had no other fields.
    pub fn end(&mut self, outer: Outer) {
        while self.passes_over && self.around.left != 0 {
            self.around.left -= 1;
            if self.around.numbered {
                self.number(u64::MAX);
            }
            let around = self.around;
            self.pass_over(DEEPEST);
            if !self.failed {
                self.around = around;
            }
        }
        if self.around.left != 0 {
            self.fail();
        }
        if !self.failed {
            self.around = outer.0;
        }
    }
}
