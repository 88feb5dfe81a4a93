//! Shapes of values, from which their form follows: bodies, rows, ways, flat ways and numbers. Each expands to a list of calls,
//! one a field, of functions that exist once for a type of field and not once for every field.

/// A struct whose fields are written with their numbers, in the order of the numbers: for what is kept for ever.
/// A field that is absent (`None`) is left out. `#[most(1024)]` after the number bounds bytes, a text or a list.
///
/// ```
/// lean::body! {
///     /// `promises.ended`, by the maker
///     #[derive(Clone, Debug, PartialEq, Eq)]
///     pub struct Ended {
///         /// Which promise.
///         #[n(0)]
///         pub promise: [u8; 4],
///         /// Why, if that was said.
///         #[n(1)]
///         pub why: Option<String>,
///     }
/// }
/// let ended = Ended { promise: [7; 4], why: None };
/// assert_eq!(lean::to_bytes(&ended), [0xa1, 0, 0x44, 7, 7, 7, 7]);
/// assert_eq!(lean::from_bytes(&[0xa1, 0, 0x44, 7, 7, 7, 7]), Some(ended));
/// ```
#[macro_export]
macro_rules! body {
    ($($struct:tt)*) => { $crate::fields! { begin_body $($struct)* } };
}

/// A struct whose fields are written in their places, without numbers: for what can be folded again. The numbers
/// begin with 0 and leave none out.
#[macro_export]
macro_rules! row {
    ($($struct:tt)*) => { $crate::fields! { begin_row $($struct)* } };
}

/// What [`body!`] and [`row!`] have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! fields {
    (
        $begin:ident
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[doc = $doc:expr])* #[n($n:literal)] $(#[most($most:expr)])? $(#[zeroize($wiped:ident)])?
               $field_vis:vis $field:ident: $type:ty),* $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[doc = $doc])* $(#[zeroize($wiped)])? $field_vis $field: $type),*
        }

        impl $crate::Form for $name {
            fn write(&self, to: &mut $crate::Writer) {
                let outer = to.$begin();
                $(<$type as $crate::Form>::write_field(&self.$field, $n, to);)*
                to.end(outer);
            }

            fn read(from: &mut $crate::Reader<'_>) -> Self {
                let outer = from.$begin();
                let read = Self {
                    $($field: {
                        $(from.at_most($most as u64);)?
                        <$type as $crate::Form>::read_field($n, from)
                    }),*
                };
                from.end(outer);
                read
            }
        }
    };
}

/// An enum whose ways may have fields: written as the way's number and a row. The numbers begin with 0 and leave
/// none out. A way has named fields, or one without a name, or none.
#[macro_export]
macro_rules! ways {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $(
                $(#[doc = $doc:expr])* #[n($n:literal)] $way:ident
                $(( #[n($place:tt)] $inner:ty $(,)? ))?
                $({ $($(#[doc = $field_doc:expr])* #[n($m:literal)] $(#[most($most:expr)])? $field:ident: $type:ty),* $(,)? })?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis enum $name {
            $($(#[doc = $doc])* $way $(($inner))? $({ $($(#[doc = $field_doc])* $field: $type),* })?),*
        }

        impl $name {
            fn read_way(way: u64, from: &mut $crate::Reader<'_>) -> Self {
                match way {
                    $($n => {
                        let outer = from.begin_row();
                        let read = Self::$way {
                            $($place: <$inner as $crate::Form>::read_field($place, from),)?
                            $($($field: {
                                $(from.at_most($most as u64);)?
                                <$type as $crate::Form>::read_field($m, from)
                            }),*)?
                        };
                        from.end(outer);
                        read
                    })*
                    _ => {
                        from.fail();
                        Self::read_way(0, from)
                    }
                }
            }
        }

        impl $crate::Form for $name {
            fn write(&self, to: &mut $crate::Writer) {
                let outer = match self {
                    $(Self::$way { $($place: inner,)? $($($field),*)? } => {
                        let outer = to.begin_way($n);
                        $(<$inner as $crate::Form>::write_field(inner, $place, to);)?
                        $($(<$type as $crate::Form>::write_field($field, $m, to);)*)?
                        outer
                    })*
                };
                to.end(outer);
            }

            fn read(from: &mut $crate::Reader<'_>) -> Self {
                const WAYS: u64 = [$($n),*].len() as u64;
                let way = from.begin_way(WAYS);
                Self::read_way(way, from)
            }
        }
    };
}

/// As [`ways!`], but written as one row in which the way's number stands first.
#[macro_export]
macro_rules! flat {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $(
                $(#[doc = $doc:expr])* #[n($n:literal)] $way:ident
                $(( #[n($place:tt)] $inner:ty $(,)? ))?
                $({ $($(#[doc = $field_doc:expr])* #[n($m:literal)] $(#[most($most:expr)])? $field:ident: $type:ty),* $(,)? })?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis enum $name {
            $($(#[doc = $doc])* $way $(($inner))? $({ $($(#[doc = $field_doc])* $field: $type),* })?),*
        }

        impl $name {
            fn read_way(way: u64, from: &mut $crate::Reader<'_>) -> Self {
                match way {
                    $($n => {
                        Self::$way {
                            $($place: <$inner as $crate::Form>::read_field($place + 1, from),)?
                            $($($field: {
                                $(from.at_most($most as u64);)?
                                <$type as $crate::Form>::read_field($m + 1, from)
                            }),*)?
                        }
                    })*
                    _ => {
                        from.fail();
                        Self::read_way(0, from)
                    }
                }
            }
        }

        impl $crate::Form for $name {
            fn write(&self, to: &mut $crate::Writer) {
                let outer = match self {
                    $(Self::$way { $($place: inner,)? $($($field),*)? } => {
                        let outer = to.begin_flat($n);
                        $(<$inner as $crate::Form>::write_field(inner, $place + 1, to);)?
                        $($(<$type as $crate::Form>::write_field($field, $m + 1, to);)*)?
                        outer
                    })*
                };
                to.end(outer);
            }

            fn read(from: &mut $crate::Reader<'_>) -> Self {
                const WAYS: u64 = [$($n),*].len() as u64;
                let (outer, way) = from.begin_flat(WAYS);
                let read = Self::read_way(way, from);
                from.end(outer);
                read
            }
        }
    };
}

/// An enum without fields, written as a number; it is `Copy`. The numbers begin with 0 and leave none out.
#[macro_export]
macro_rules! number {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[doc = $doc:expr])* #[n($n:literal)] $(#[$more:meta])* $way:ident $(= $value:literal)?),* $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis enum $name {
            $($(#[doc = $doc])* $(#[$more])* $way $(= $value)?),*
        }

        impl $crate::Form for $name {
            fn write(&self, to: &mut $crate::Writer) {
                to.number(match self { $(Self::$way => $n),* });
            }

            fn read(from: &mut $crate::Reader<'_>) -> Self {
                const ALL: &[$name] = &[$($name::$way),*];
                match from.number(ALL.len() as u64 - 1) {
                    $($n => $name::$way,)*
                    _ => ALL[0],
                }
            }
        }
    };
}

/// A struct around one value, and with its form.
#[macro_export]
macro_rules! around {
    ($(#[$meta:meta])* $vis:vis struct $name:ident($(#[$field_meta:meta])* $field_vis:vis $type:ty);) => {
        $(#[$meta])*
        $vis struct $name($(#[$field_meta])* $field_vis $type);

        impl $crate::Form for $name {
            fn write(&self, to: &mut $crate::Writer) {
                $crate::Form::write(&self.0, to);
            }

            fn read(from: &mut $crate::Reader<'_>) -> Self {
                Self($crate::Form::read(from))
            }
        }
    };
}
