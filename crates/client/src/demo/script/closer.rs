//! How the two come close again: cards that both open, the first page, how each feels loved, and a small thing that was noticed.

use domain::closeness::{self, Choices, Way, pair};
use domain::vulnerability::{self, Depth};
use domain::{Command, Couple};

use super::{Script, When3, Who};

/// "What helps you on a grey day?"
const GREY_DAY: u32 = 116;
/// "How can one tell that you are overwhelmed, before you say it?"
const OVERWHELMED: u32 = 209;
/// "What would you like to hear more often?"
const TO_HEAR: u32 = 210;

impl Script {
    /// From the first card to what was noticed.
    pub(super) fn coming_close(&mut self) {
        self.cards();
        self.first_page();
        self.how_loved();
        self.small_acts();
    }

    fn cards(&mut self) {
        use Who::{Noor, Sam};
        self.opens_up((7, 20, 0), Sam, vulnerability::Command::PickDepth(Depth::Deep));
        self.opens_up((7, 20, 30), Noor, vulnerability::Command::PickDepth(Depth::Middle));
        let walks = "Being outside before anybody speaks to me. What does not help is “cheer up”, and soup with advice in it.";
        self.writes((7, 20, 50), Noor, GREY_DAY, walks);
        let lists = "A list with three things on it, of which one is already done. What does not help is being asked whether I slept.";
        self.writes((7, 21, 40), Sam, GREY_DAY, lists);
        let thanks =
            "Thank you for telling me. I did not know about the lists. I thought they were about work.";
        self.answers((6, 8, 15), Noor, GREY_DAY, thanks);
        let loud = "I become very reasonable. When I begin sentences with “objectively”, I am about to leave the room.";
        self.writes((6, 19, 30), Sam, OVERWHELMED, loud);
        let tidy = "I tidy. If I wipe a table that is clean, ask me nothing, and stay.";
        self.writes((6, 20, 10), Noor, OVERWHELMED, tidy);
        self.answers((5, 7, 40), Sam, OVERWHELMED, "I have seen you wipe that table. I will stay.");
        self.opens_up((1, 20, 20), Sam, vulnerability::Command::Ask { topic: TO_HEAR });
        let words = "The summer before we met".to_owned();
        self.opens_up((2, 20, 45), Noor, vulnerability::Command::Name { words });
    }

    fn opens_up(&mut self, at: When3, who: Who, command: vulnerability::Command) {
        self.add(at, who, move |_| Some(Command::Vulnerability(command.clone())));
    }

    fn writes(&mut self, at: When3, who: Who, topic: u32, text: &str) {
        self.opens_up(at, who, vulnerability::Command::Seal { topic, text: text.to_owned() });
    }

    fn answers(&mut self, at: When3, who: Who, topic: u32, text: &str) {
        self.opens_up(at, who, vulnerability::Command::Answer { topic, text: text.to_owned() });
    }

    fn comes_close(&mut self, at: When3, who: Who, command: closeness::Command) {
        self.add(at, who, move |_| Some(Command::Closeness(command.clone())));
    }

    fn first_page(&mut self) {
        use Who::{Noor, Sam};
        let text = "What begins is smaller than what we had, and I can see all of it. I bring that I say it when I am angry, and that I still laugh at your maps.";
        self.comes_close((6, 21, 0), Noor, closeness::Command::SharePage { text: text.to_owned() });
        let text = "I begin with mornings. I bring that you need not ask. I hope that one day you stop looking at the door, and until then I do not mind that you do.";
        self.comes_close((5, 18, 30), Sam, closeness::Command::SharePage { text: text.to_owned() });
        let (day, ritual) = (self.day(-9), "Breakfast by the lake, before anybody is up.".to_owned());
        self.comes_close((5, 19, 0), Sam, closeness::Command::ProposeStart { day, ritual });
        self.add((4, 7, 30), Noor, |couple| {
            let start = couple.closeness.proposed()?.id;
            Some(Command::Closeness(closeness::Command::AgreeToStart { start }))
        });
    }

    fn how_loved(&mut self) {
        use Way::{Gifts, Help, Time, Touch, Words};
        use Who::{Noor, Sam};
        for (at, who, order) in [
            ((6, 22, 20), Sam, [Words, Touch, Time, Help, Gifts]),
            ((5, 20, 10), Noor, [Help, Time, Words, Gifts, Touch]),
        ] {
            let (day, hour, minute) = at;
            self.comes_close(at, who, closeness::Command::Choose(chosen(order)));
            self.comes_close((day, hour, minute + 12), who, closeness::Command::ShareLoved);
        }
    }

    fn small_acts(&mut self) {
        let offered = |couple: &Couple, day| couple.closeness.acts_of_the_week(couple, day).first().copied();
        let day = self.day(1);
        self.add((1, 7, 5), Who::Sam, move |couple| {
            let act = offered(couple, day)?;
            Some(Command::Closeness(closeness::Command::ChooseAct { act }))
        });
        let text = "The bicycle. It has not squeaked since Tuesday.".to_owned();
        self.comes_close((2, 21, 10), Who::Noor, closeness::Command::Notice { text });
    }
}

/// Of each pair the way that stands earlier in this order; now and then neither.
fn chosen(order: [Way; 5]) -> Choices {
    let place = |way: Way| order.iter().position(|it| *it == way);
    let mut all = Choices::default();
    for (nth, to) in all.0.iter_mut().enumerate() {
        let [one, other] = pair(nth);
        *to = (nth % 7 != 3).then(|| place(one) < place(other));
    }
    all
}
