//! The apology on a screen: its author writes, reads it as the other will, sends and revises; its receiver opens it
//! when ready and answers, or not.

mod answer;
mod letter;
mod offers;
mod reading;
mod receive;
mod sent;
mod write;

use crate::view::*;
use domain::apology::{Refusal, Sending, Stands};
use domain::hurts::Side;
use domain::{Couple, Flaw, HurtId, PersonId};

use crate::about;
use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform::page;
use crate::practices::unheard;
use crate::today::{offline, read_here};
use crate::two::Two;
use crate::ui::{self, Lines, Place, empty, guide_lines, head, icon, icon_turns};
use crate::words::{self, apology};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    Some(match rest {
        [] => overview(),
        [hurt] => one_screen(hurt, false),
        [hurt, "write"] => one_screen(hurt, true),
        _ => return None,
    })
}

/// What the viewer has to do with an apology for a hurt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mine {
    /// They write it.
    Writes,
    /// They receive it.
    Receives,
    /// They have not said yet how they see their part.
    Open,
}

/// An apology for one hurt, as the viewer sees it.
#[derive(Clone, PartialEq, Eq)]
struct Shown {
    hurt: HurtId,
    hurt_name: String,
    /// What the other is called.
    other: String,
    together: bool,
    mine: Mine,
    /// Nothing, while both have not named who is who.
    stands: Option<Stands>,
    sending: Option<Sending>,
    taken_back: bool,
    /// The hurt partner feels heard.
    heard: bool,
    /// The hurt partner has said that it may come without that.
    waived: bool,
}

/// One hurt; nothing, when there is none with this name in what the viewer can read.
fn shown(couple: &Couple, me: PersonId, hurt: HurtId) -> Option<Shown> {
    let two = Two::of(couple, me);
    let known = couple.hurts.get(hurt).filter(|it| it.is_shared());
    let own = couple.hurts.own(hurt).map(|(_, telling)| telling);
    let hurt_name = known.and_then(|it| it.name()).or(own.map(|it| it.name.as_str()))?.to_owned();
    let roles = known.and_then(|it| it.roles());
    let side = known.and_then(|it| it.side_of(me)).or(own.map(|it| it.side));
    let mine = match (roles, side) {
        (Some(roles), _) if roles.hurt == me => Mine::Receives,
        (Some(_), _) | (None, Some(Side::IAmResponsible)) => Mine::Writes,
        (None, Some(Side::IWasHurt)) => Mine::Receives,
        (None, None) => Mine::Open,
    };
    let other = two.other.as_ref().map(|it| it.id);
    let (author, receiver) = if mine == Mine::Receives { (other, Some(me)) } else { (Some(me), other) };
    let sending = author.and_then(|author| couple.apology.for_hurt(hurt, author)).cloned();
    let was_taken_back = |it: &Sending| it.hurt == hurt && it.withdrawn && Some(it.author()) == author;
    Some(Shown {
        hurt,
        hurt_name,
        other: two.other_name(),
        together: two.are_together(),
        mine,
        stands: couple.apology.stands(couple, hurt),
        taken_back: sending.is_none() && couple.apology.all().any(was_taken_back),
        sending,
        heard: couple.feels_heard(hurt),
        waived: receiver.is_some_and(|it| couple.apology.is_waived(hurt, it)),
    })
}

fn one_screen(hurt: &str, writes: bool) -> Node {
    page::title(words::app::ours());
    let Some(hurt) = HurtId::parse(hurt) else { return not_here() };
    // What is typed outlives whatever comes from the other meanwhile.
    let form = write::Form::of(hurt, writes);
    let opened = receive::opened_last(hurt);
    if !writes {
        read_here(apology_page(hurt), None);
    }
    let now = Memo::new(move || journey::read(|couple, me| shown(couple, me, hurt)).flatten());
    view! {{move || match now.get() {
        None => not_here(),
        Some(it) => match (it.mine, &it.sending) {
            (Mine::Open, _) => unnamed(&it),
            (Mine::Writes, Some(sending)) if !writes => sent::screen(form, &it, sending),
            (Mine::Writes, _) => write::screen(form, &it),
            (Mine::Receives, None) => receive::nothing(&it),
            (Mine::Receives, Some(sending)) => receive::screen(&it, sending, opened),
        },
    }}}
}

fn not_here() -> Node {
    ui::page(Place::Ours, view! { {head(back(), apology::not_here(), ())} })
}

fn back() -> Option<Node> {
    ui::back("/apology", apology::name())
}

fn hurt_page(hurt: HurtId) -> String {
    ["/hurts/", &hurt.to_string()].concat()
}

/// Where the apology for a hurt lives.
fn apology_page(hurt: HurtId) -> String {
    ["/apology/", &hurt.to_string()].concat()
}

/// The way back to the hurt that a letter is for.
fn back_to(shown: &Shown) -> Option<Node> {
    about::back(Some(shown.hurt), None)
}

fn for_hurt(shown: &Shown) -> Option<Node> {
    about::line(Some(shown.hurt), "/apology")
}

fn unnamed(shown: &Shown) -> Node {
    let href = hurt_page(shown.hurt);
    ui::page(
        Place::Ours,
        view! {
            {head(back_to(shown), apology::unnamed_title(), view! { <p class="lead">{apology::unnamed_lead()}</p>{for_hurt(shown)} })}
            {offline()}
            <p class="acts acts-wide"><a class="button" href=href>{apology::unnamed_open()}</a></p>
        },
    )
}

/// Every hurt with where its apology stands.
fn overview() -> Node {
    page::title(words::app::ours());
    let rows = Memo::new(move || {
        journey::read(|couple, me| {
            let shared = couple.hurts.all().into_iter().map(|it| it.id);
            let own = couple.hurts.written().map(|(id, ..)| id).filter(|id| couple.hurts.get(*id).is_none());
            shared
                .chain(own)
                .filter_map(|id| shown(couple, me, id))
                .map(|it| row_of(couple, it))
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let anyone = [apology::open_guide_what(), apology::open_guide_who(), apology::open_guide_free()];
    let lines = Guide { anyone, hurt: hurt_lines(), responsible: author_lines() };
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/ours", words::app::ours()), apology::title(), view! { <p class="lead">{apology::lead()}</p> })}
            {offline()}
            {guide(lines)}
            {move || list(&rows.get())}
        },
    )
}

fn hurt_lines() -> Lines {
    [apology::hurt_guide_ready(), apology::hurt_guide_answer(), apology::hurt_guide_free()]
}

fn author_lines() -> Lines {
    [apology::author_guide_what(), apology::author_guide_slow(), apology::author_guide_gift()]
}

fn hurt_guide() -> Node {
    guide_lines(hurt_lines(), None)
}

fn author_guide() -> Node {
    guide_lines(author_lines(), None)
}

/// A hurt in the list.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    href: String,
    name: String,
    says: String,
}

fn row_of(couple: &Couple, it: Shown) -> Row {
    let says = match (it.mine, it.stands, &it.sending) {
        (Mine::Open, ..) => apology::row_unnamed().to_owned(),
        (Mine::Writes, _, None) => apology::row_yours_to_write().to_owned(),
        (Mine::Writes, Some(Stands::SomethingIsMissing), _) => apology::row_missing(&it.other),
        (Mine::Writes, Some(Stands::Accepted), _) => apology::row_accepted_by_them(&it.other),
        (_, None | Some(Stands::Resting), Some(_)) => apology::row_rests().to_owned(),
        (Mine::Writes, ..) => apology::row_you_sent().to_owned(),
        (Mine::Receives, _, None) => apology::row_theirs_none().to_owned(),
        (Mine::Receives, stands, Some(sending)) => match receive::latest(couple, sending) {
            (_, false) => apology::row_waits_for_you(),
            _ if stands == Some(Stands::Accepted) => apology::row_you_accepted(),
            _ => apology::row_you_opened(),
        }
        .to_owned(),
    };
    Row { href: apology_page(it.hurt), name: it.hurt_name, says }
}

fn list(rows: &[Row]) -> Node {
    if rows.is_empty() {
        let act = view! { <a class="button-quiet" href="/hurts">{apology::what_happened()}</a> };
        return empty(apology::none(), apology::none_says(), act);
    }
    let rows: Vec<_> = rows.iter().map(|row| view! {
        <li><a href=row.href.clone()>{icon("#icon-letter")}<span class="words">{row.name.clone()}<small>{row.says.clone()}</small></span>{icon_turns("#icon-onward")}</a></li>
    }).collect();
    view! { <ul class="links links-words">{rows}</ul> }
}

/// Asks for something; what stands against it is said.
fn tell(command: domain::apology::Command, says: RwSignal<Option<&'static str>>) -> bool {
    let done = journey::perform(domain::Command::Apology(command));
    says.set(done.as_ref().err().map(unheard));
    done.is_ok()
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => apology::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => apology::words_too_long(),
        Refusal::ResponsibilityIsMissing => apology::responsibility_missing(),
        Refusal::TooManyOffers => apology::too_many_offers(),
        Refusal::NoSuchHurt => apology::no_such_hurt(),
        Refusal::NotNamedByBoth => apology::not_named(),
        Refusal::OnlyTheResponsiblePartner => apology::only_responsible(),
        Refusal::OnlyTheHurtPartner => apology::only_hurt(),
        Refusal::NotHeardYet => apology::not_heard_yet(),
        Refusal::AlreadySent { .. } => apology::already_sent(),
        Refusal::NoSuchApology => apology::no_such_apology(),
        Refusal::NoSuchVersion => apology::no_such_version(),
        Refusal::NoSuchOffer => apology::no_such_offer(),
        Refusal::Withdrawn => apology::withdrawn(),
        Refusal::OnlyItsAuthor => apology::only_author(),
        Refusal::OnlyTheReceiver => apology::only_receiver(),
        Refusal::NotReadYet => apology::not_read_yet(),
        Refusal::AlreadyPromised { .. } => apology::already_promised(),
        Refusal::TooManyVersions => apology::too_many_versions(),
    }
}
