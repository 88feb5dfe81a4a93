//! `mend read-apology`: reads an apology from standard input and says which words undo it, one JSON object a mark.

use std::io::{self, Read as _, Write as _};

use clap::{Args, ValueEnum};
use reader::{Language, Mark};
use serde::Serialize;
use thiserror::Error;

/// How it is called.
#[derive(Debug, Args)]
pub(crate) struct ReadApology {
    /// The language the apology is written in
    #[arg(long, value_enum)]
    language: Spoken,
}

/// The languages as they are named on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Spoken {
    /// English
    En,
    /// Spanish
    Es,
}

/// Why it was not read.
#[derive(Debug, Error)]
pub(crate) enum CannotRead {
    /// The bytes are no text.
    #[error("The apology was not read: it is not UTF-8 text, from byte {0} on.")]
    NoText(usize),
    /// Standard input or output broke.
    #[error("The apology was not read: {0}.")]
    System(#[from] io::Error),
}

/// One mark as a line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    start: usize,
    end: usize,
    kind: &'a str,
    words: &'a str,
    reason: &'a str,
    better: &'a str,
}

impl ReadApology {
    /// Reads all of standard input, then writes the marks in the order of the text.
    pub(crate) fn run(self) -> Result<(), CannotRead> {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes)?;
        let text = str::from_utf8(&bytes).map_err(|error| CannotRead::NoText(error.valid_up_to()))?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        match self.write(text, &mut out).and_then(|()| out.flush()) {
            // Whoever listens has heard enough, as `head` does.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => Ok(done?),
        }
    }

    fn write(&self, text: &str, out: &mut impl io::Write) -> io::Result<()> {
        let language = match self.language {
            Spoken::En => Language::En,
            Spoken::Es => Language::Es,
        };
        for mark in reader::read(text, language) {
            serde_json::to_writer(&mut *out, &line(text, &mark, language))?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

fn line<'a>(text: &'a str, mark: &Mark, language: Language) -> Line<'a> {
    Line {
        start: mark.start,
        end: mark.end,
        kind: mark.kind.name(),
        words: text.get(mark.start..mark.end).unwrap_or_default(),
        reason: mark.reason.words(language),
        better: mark.better.words(language),
    }
}
