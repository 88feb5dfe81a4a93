//! The first half of the journey, from the first day to both wanting to rebuild, through the real client and the real
//! relay, with stretches offline; the bad days it must survive; and every field in every kind of writing.

mod bad_days;
mod closer;
pub(crate) mod every_field;
mod keeping;
pub(crate) mod steps;

use domain::path::Chapter;

use crate::world::TwoPartners;
use steps::{
    a_hurt_is_told_and_named, a_question_is_asked_and_answered, an_apology_is_sent_and_something_is_missing,
    both_are_on_the_same_page, chapter_of_both, he_looks_at_why, he_tells_his_side_and_adds_to_it,
    it_is_revised_and_accepted, they_find_some_ground, they_learn_and_set_down, they_talk,
};

#[test]
fn from_a_hurt_through_being_heard_and_an_apology_to_the_same_page() {
    let us = TwoPartners::apart();
    assert_eq!(chapter_of_both(&us), Chapter::Steady);
    they_find_some_ground(&us);
    assert_eq!(chapter_of_both(&us), Chapter::Understand);
    let hurt = a_hurt_is_told_and_named(&us);
    he_tells_his_side_and_adds_to_it(&us, hurt);
    let question = a_question_is_asked_and_answered(&us);
    they_talk(&us, question);
    he_looks_at_why(&us, hurt);
    they_learn_and_set_down(&us);
    assert_eq!(chapter_of_both(&us), Chapter::Understand);
    let apology = an_apology_is_sent_and_something_is_missing(&us, hurt);
    assert_eq!(chapter_of_both(&us), Chapter::Amend);
    it_is_revised_and_accepted(&us, hurt, apology);
    assert_eq!(chapter_of_both(&us), Chapter::Amend);
    both_are_on_the_same_page(&us);
    assert_eq!(chapter_of_both(&us), Chapter::Rebuild);
    us.same_journey();
    for device in [&us.noor, &us.sam] {
        let before = device.whole();
        device.is_killed_and_opened().unwrap();
        assert_eq!(device.whole(), before, "the same from what was stored");
    }
}
