//! Something is written into every field of what the two wish for, keep, and write of their own accord.

use domain::Across;
use domain::circle::{self, Ring, Weighing};
use domain::forgiveness::{self, Of};
use domain::memories::{self, PlannedFor};
use domain::our_future::{self, Area, Horizon};
use domain::promises::When;

use super::every_field::Pen;
use super::steps::{does, sees};
use crate::world::{Device, TwoPartners};

fn write(device: &Device, text: String) {
    let (area, horizon) = (Area::Growth, Horizon::Far);
    does(device, our_future::Command::Write { wish: None, area, horizon, text });
}

pub(super) fn keeping(us: &TwoPartners, pen: &mut Pen<'_>) {
    for device in [&us.noor, &us.sam] {
        write(device, pen.both());
        let wishes = sees(device, |it| it.our_future.not_shown(it).iter().map(|it| it.wish.id).collect());
        does(device, our_future::Command::Seal { wishes });
    }
    write(&us.noor, pen.noor());
    us.meet();
    us.meet();
    let on = us.noor.moment().today();
    let when = PlannedFor { on, at_minute: None };
    does(&us.noor, memories::Command::Plan { name: pen.both(), when });
    does(&us.sam, memories::Command::Keep { name: pen.both(), on, text: pen.both() });
    let (someone, page) = (None, None);
    does(
        &us.noor,
        circle::Command::Place { someone, name: pen.noor(), ring: Ring::Far, example: pen.noor() },
    );
    let [thought, speaks_for, speaks_against, fairer] = [pen.noor(), pen.noor(), pen.noor(), pen.noor()];
    let weighing = Weighing { thought, speaks_for, speaks_against, fairer };
    does(&us.noor, circle::Command::Weigh { page, weighing });
    forgiving(us, pen);
}

fn forgiving(us: &TwoPartners, pen: &mut Pen<'_>) {
    use forgiveness::{Command, Part};
    for of in [Of::WhatIDid, Of::WhatIDidNotSee, Of::TheOther] {
        does(&us.noor, Command::Begin { of, hurt: None, amends_elsewhere: true });
        let forgiving = sees(&us.noor, |it| it.forgiveness.pages().last().unwrap().id);
        for part in Part::of(of) {
            let shared = matches!(part, Part::InWords | Part::Chance);
            let text = if shared { pen.both() } else { pen.noor() };
            does(&us.noor, Command::Write { forgiving, part: *part, text: text.clone() });
            match part {
                Part::InWords => does(&us.noor, Command::Share { forgiving, previewed: text }),
                Part::Chance => does(&us.noor, Command::GiveChance { forgiving, previewed: text }),
                _ => {}
            }
        }
    }
    us.meet();
    let forgiving = sees(&us.sam, |it| it.forgiveness.told_by(it.partner().unwrap())[0].id);
    let when = When::once(us.sam.moment().today());
    does(&us.sam, Across::PromiseChance { forgiving, words: pen.both(), when });
}
