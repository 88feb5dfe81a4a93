//! Where a person stands in the app, as an address and back.

/// Every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Today,
    /// The path, or one chapter of it by its name.
    Path(Option<String>),
    Ours,
    Mine,
    Settings,
    /// Make an account.
    Begin,
    /// After the kit: alone or together.
    Start,
    /// Come in with a code of another device.
    Enter,
    /// Let another device in.
    AddDevice,
    /// Open with the recovery kit.
    Kit,
    LookAround,
    Invite,
    Join,
    /// Is this safe for you? For everybody, whoever is in or not.
    Safety,
    /// A page of a practice: the words of its address, the practice's own first. Which pages there are is the practices' matter.
    Practice(Vec<String>),
}

impl Route {
    /// Reads a path.
    pub(crate) fn of(path: &str) -> Self {
        let mut parts = path.trim_matches('/').split('/');
        match (parts.next().unwrap_or_default(), parts.next(), parts.next()) {
            ("", None, None) => Self::Today,
            ("practices", chapter, None) => Self::Path(chapter.map(str::to_owned)),
            ("ours", None, None) => Self::Ours,
            ("mine", None, None) => Self::Mine,
            ("settings", None, None) => Self::Settings,
            ("begin", None, None) => Self::Begin,
            ("start", None, None) => Self::Start,
            ("enter", None, None) => Self::Enter,
            ("add-device", None, None) => Self::AddDevice,
            ("kit", None, None) => Self::Kit,
            ("look-around", None, None) => Self::LookAround,
            ("invite", None, None) => Self::Invite,
            ("join", None, None) => Self::Join,
            ("safety", None, None) => Self::Safety,
            _ => Self::Practice(path.trim_matches('/').split('/').map(str::to_owned).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_page_and_all_others_to_the_practices() {
        assert_eq!(Route::of("/"), Route::Today);
        assert_eq!(
            Route::of("/promises/make"),
            Route::Practice(vec!["promises".to_owned(), "make".to_owned()])
        );
        assert_eq!(Route::of("/settings"), Route::Settings);
        assert_eq!(Route::of("/elsewhere"), Route::Practice(vec!["elsewhere".to_owned()]));
    }
}
