//! Twelve weeks of check-ins of two made-up people. Nobody's life was used for it.

/// What one person said in one week: the seven facets in their order (`None` is "can't say today"),
/// something appreciated, something needed.
pub(super) struct Said {
    pub(super) facets: [Option<u8>; 7],
    pub(super) appreciation: Option<&'static str>,
    pub(super) need: Option<&'static str>,
}

/// How a week was checked in.
pub(super) enum Week {
    /// Both sealed, both opened.
    Together { noor: Said, sam: Said },
    /// Each kept it to themselves.
    Apart { noor: Said, sam: Said },
}

const fn said(facets: [i8; 7], appreciation: &'static str, need: &'static str) -> Said {
    Said {
        facets: [
            rating(facets[0]),
            rating(facets[1]),
            rating(facets[2]),
            rating(facets[3]),
            rating(facets[4]),
            rating(facets[5]),
            rating(facets[6]),
        ],
        appreciation: line(appreciation),
        need: line(need),
    }
}

#[expect(clippy::cast_sign_loss, reason = "negative means that nothing can be said")]
const fn rating(number: i8) -> Option<u8> {
    if number < 0 { None } else { Some(number as u8) }
}

const fn line(text: &'static str) -> Option<&'static str> {
    if text.is_empty() { None } else { Some(text) }
}

/// "Can't say today".
const X: i8 = -1;

/// From the oldest to the newest.
/// Facets: support, openness, boundaries, nothing hidden, listened to, safe, commitment.
pub(super) const WEEKS: [Week; 12] = [
    Week::Together {
        noor: said(
            [3, 2, 6, 1, 3, 2, X],
            "You stayed in the room.",
            "No messages on the balcony. Not even to your brother.",
        ),
        sam: said(
            [5, 3, 7, 5, 4, 5, 8],
            "You said good night to me.",
            "Tell me when you want to be left alone, so that I don't guess wrong.",
        ),
    },
    Week::Together {
        noor: said(
            [4, 2, 7, 1, 4, 3, 4],
            "You took Saturday morning so that I could sleep.",
            "The whole story once. Not in pieces.",
        ),
        sam: said(
            [5, 3, 7, 6, 5, 5, 8],
            "You asked, although it was hard to hear.",
            "A little time before I answer. I want to get it right.",
        ),
    },
    Week::Together {
        noor: said([2, 1, 6, 0, 3, 1, 3], "", "Tell me before I find it."),
        sam: said([4, 4, 7, 6, 4, 4, 8], "You came back to the table.", ""),
    },
    Week::Together {
        noor: said(
            [4, 3, 7, 2, 5, 3, 4],
            "You answered in writing, and it was all there.",
            "That we don't talk about it after ten at night.",
        ),
        sam: said(
            [5, 4, 8, 7, 6, 5, 8],
            "You read it twice before you said anything.",
            "An evening where we only cook.",
        ),
    },
    Week::Together {
        noor: said([5, 3, 7, 2, 5, 4, 5], "Soup on Wednesday. I had not asked.", ""),
        sam: said(
            [6, 4, 7, 7, 6, 6, 9],
            "You laughed at the soup. I had missed that.",
            "To hear it when something was good.",
        ),
    },
    Week::Together {
        noor: said(
            [5, 4, 8, 3, 6, X, 5],
            "You said the name out loud when I asked, without looking away.",
            "Some quiet. Two evenings on my own this week.",
        ),
        sam: said([6, 4, 8, 7, 6, 6, 9], "", "I need you to know that I'm not going anywhere."),
    },
    Week::Together {
        noor: said(
            [5, 4, 7, 3, 6, 4, 5],
            "You told me you would be late before I had to wonder.",
            "Less of \"trust me\". Show me, it is enough.",
        ),
        sam: said([5, 4, 8, 6, 6, 5, 8], "You were angry and still made room for me on the sofa.", ""),
    },
    Week::Together {
        noor: said(
            [6, 4, 8, 3, 6, 5, 6],
            "The walk, and that both phones stayed at home.",
            "That we do it again.",
        ),
        sam: said(
            [6, 5, 8, 7, 7, 6, 9],
            "You told me what your sister said. You could have kept it.",
            "A word on Sunday evenings about the week ahead.",
        ),
    },
    Week::Apart {
        noor: said([4, 3, 7, 2, 5, 3, 4], "", "It was the date. I did not want to explain it to anybody."),
        sam: said([5, 4, 8, 7, 6, 5, 9], "", "I knew which day it was. I did not dare to say so."),
    },
    Week::Together {
        noor: said(
            [6, 4, 8, 3, 7, 5, 6],
            "You let me finish.",
            "To go through the bill together this month too.",
        ),
        sam: said(
            [7, 5, 8, 7, 7, 7, 9],
            "You said \"we\" on the phone to your mother.",
            "One evening without the subject.",
        ),
    },
    Week::Together {
        noor: said([6, 5, 8, 3, 7, 5, 6], "You remembered the appointment.", ""),
        sam: said([7, 5, 8, 8, 7, 7, 9], "You asked me how I am, and waited for the answer.", ""),
    },
    Week::Together {
        noor: said(
            [6, 5, 8, 4, 7, X, 7],
            "You told me about the message before I asked.",
            "Go slowly. It is getting better, and that frightens me a bit.",
        ),
        sam: said(
            [7, 6, 8, 7, 8, 7, 9],
            "You stayed in the room on Sunday, although it was hard.",
            "To plan something small for the spring.",
        ),
    },
];
