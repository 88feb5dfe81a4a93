//! A plan for being safer: things to think of, written nowhere.

use crate::view::*;

use crate::words::safety as says;

/// What helps before, while and after it is dangerous; each part opened by who wants it.
pub(super) fn plan() -> Node {
    view! {
        <section class="section safer-plan" aria-labelledby="plan">
            <div class="section-head"><h2 id="plan">{says::plan_title()}</h2><p class="quiet">{says::plan_lead()}</p></div>
            {part(says::plan_home(), [says::plan_home_1(), says::plan_home_2(), says::plan_home_3(), says::plan_home_4()])}
            {part(says::plan_leave(), [says::plan_leave_1(), says::plan_leave_2(), says::plan_leave_3(), says::plan_leave_4()])}
            {part(says::plan_device(), [says::plan_device_1(), says::plan_device_2(), says::plan_device_3(), says::plan_device_4()])}
        </section>
    }
}

fn part(title: &'static str, sentences: [&'static str; 4]) -> Node {
    let rows: Vec<Node> = sentences.into_iter().map(|it| view! { <li>{it}</li> }).collect();
    view! { <details><summary>{title}</summary><ul class="safer">{rows}</ul></details> }
}
