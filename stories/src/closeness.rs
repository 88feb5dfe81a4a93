//! A fresh start that both say yes to, words for how each feels loved, and small acts the other may notice.

use domain::closeness::{Choices, Command, Way, way_of};

use crate::world::{Device, TwoPartners, Weather};

fn does(device: &Device, command: Command) {
    device.ours().perform(command.into()).unwrap();
}

fn chooses(device: &Device, way: Way) {
    let mut all = Choices::default();
    for (nth, to) in all.0.iter_mut().enumerate() {
        let ways = domain::closeness::pair(nth);
        *to = ways.contains(&way).then_some(ways[0] == way);
    }
    does(device, Command::Choose(all));
}

fn offered(device: &Device) -> Vec<Way> {
    let today = device.moment().today();
    let acts = device.ours().read(|it| it.couple().closeness.acts_of_the_week(it.couple(), today));
    acts.into_iter().map(|it| way_of(it).unwrap()).collect()
}

#[test]
fn what_one_chose_where_stays_private_and_the_shared_counts_shape_the_acts_of_the_other() {
    let us = TwoPartners::apart();
    let before = us.sam.whole();
    chooses(&us.noor, Way::Help);
    us.meet();
    assert_eq!(us.sam.whole(), before);
    does(&us.noor, Command::ShareLoved);
    us.meet();
    assert_eq!(offered(&us.sam), [Way::Help; 3]);
    assert!(!offered(&us.noor).contains(&Way::Touch));
    us.sam.ours().read(|it| assert_eq!(it.couple().closeness.choices(), None));
    does(&us.noor, Command::WithdrawLoved);
    us.meet();
    assert_ne!(offered(&us.sam), [Way::Help; 3]);
    us.same_journey();
}

#[test]
fn both_write_the_first_page_offline_and_a_day_holds_with_two_yeses() {
    let us = TwoPartners::apart();
    let share = |text: &str| Command::SharePage { text: text.to_owned() };
    us.sam.weather(Weather::CutAfter(2));
    does(&us.noor, share("From here on, slowly"));
    does(&us.sam, share("I bring patience"));
    us.sam.looks();
    us.sam.is_killed_and_opened().unwrap();
    us.sam.weather(Weather::Fine);
    us.meet();
    let day = us.noor.moment().today().plus(9);
    // Both propose in the same hour; the later one is the one to say yes to.
    does(&us.noor, Command::ProposeStart { day, ritual: "Breakfast by the river".to_owned() });
    us.meet();
    us.hours_pass(1);
    let start = us.sam.ours().read(|it| it.couple().closeness.proposed().unwrap().id);
    us.noor.ours().read(|it| assert!(it.couple().closeness.start().is_none()));
    does(&us.sam, Command::AgreeToStart { start });
    us.meet();
    us.noor.ours().read(|it| {
        assert_eq!(it.couple().closeness.start().unwrap().day, day);
        let sam = it.couple().partner().unwrap();
        assert_eq!(it.couple().closeness.page(sam).unwrap().text, "I bring patience");
    });
    us.same_journey();
}

#[test]
fn an_act_is_known_to_its_doer_alone_and_i_noticed_arrives() {
    let us = TwoPartners::apart();
    let before = us.noor.whole();
    let today = us.sam.moment().today();
    let act = us.sam.ours().read(|it| it.couple().closeness.acts_of_the_week(it.couple(), today)[0]);
    does(&us.sam, Command::ChooseAct { act });
    does(&us.sam, Command::DoneAct { act });
    us.meet();
    assert_eq!(us.noor.whole(), before);
    us.sam.is_killed_and_opened().unwrap();
    us.sam.ours().read(|it| assert!(it.couple().closeness.act_of_the_week(today).unwrap().done));
    does(&us.noor, Command::Notice { text: "The tea, this morning".to_owned() });
    us.meet();
    us.sam.ours().read(|it| {
        assert_eq!(it.couple().closeness.noticed().next().unwrap().text, "The tea, this morning");
    });
    us.same_journey();
}
