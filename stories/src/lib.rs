//! What two people can do, told as tests: the real client and the real relay in one process, without a network.

#[cfg(test)]
mod another_device;
#[cfg(test)]
mod apology;
#[cfg(test)]
mod arriving;
#[cfg(test)]
mod beginning;
#[cfg(test)]
mod boosters;
#[cfg(test)]
mod canaries;
#[cfg(test)]
mod check_in;
#[cfg(test)]
mod circle;
#[cfg(test)]
mod closeness;
#[cfg(test)]
mod counsellor;
#[cfg(test)]
mod forgiveness;
#[cfg(test)]
mod ground_rules;
#[cfg(test)]
mod hurts;
#[cfg(test)]
mod journey;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod leaning;
#[cfg(test)]
mod learning;
#[cfg(test)]
mod live_link;
#[cfg(test)]
mod locking;
#[cfg(test)]
mod looking_around;
#[cfg(test)]
mod memories;
#[cfg(test)]
mod needs;
#[cfg(test)]
mod open_book;
#[cfg(test)]
mod our_future;
#[cfg(test)]
mod pairing;
#[cfg(test)]
mod photos;
#[cfg(test)]
mod promises;
#[cfg(test)]
mod questions;
#[cfg(test)]
mod reminders;
#[cfg(test)]
mod running_it;
#[cfg(test)]
mod same_page;
#[cfg(test)]
mod setting_down;
#[cfg(test)]
mod several_nodes;
#[cfg(test)]
mod signs;
#[cfg(test)]
mod space;
#[cfg(test)]
mod staying_in_step;
#[cfg(test)]
mod taking_along;
#[cfg(test)]
mod taking_back;
#[cfg(test)]
mod talk;
#[cfg(test)]
mod time;
#[cfg(test)]
mod untrue;
#[cfg(test)]
mod vulnerability;
#[cfg(test)]
mod why;
#[cfg(test)]
mod world;
