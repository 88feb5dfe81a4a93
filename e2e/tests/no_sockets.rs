//! A network that lets no socket through: the two hear each other all the same.

use e2e::{Gate, Mend, Partner, pair, say, say_with};

#[test]
fn where_no_socket_is_let_through_two_people_meet_and_hear_each_other() {
    let mend = Mend::starts();
    let gate = Gate::before(&mend);
    let (ana, ben) = (Partner::begins_at(&gate.url(), "Ana"), Partner::begins_at(&gate.url(), "Ben"));
    pair(&ana, &ben);
    ben.goes("/promises");
    for words in ["Home by seven on Thursday", "A message before six"] {
        ana.goes("/promises/make");
        ana.page.writes("textbox", &say("promises.words"), words);
        ana.page.presses("button", &say_with("promises.tell", &[("name", "Ben")]));
        ben.page.reads(words);
    }
    ana.has_all_saved();
    assert!(gate.refused() >= 2, "sockets were tried first");
}
