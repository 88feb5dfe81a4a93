//! What the parts cost by themselves.

fn main() {
    divan::main();
}
