//! Starts the app in the browser. Everything else is in the library beside it, so that tests can reach it.

fn main() {
    lueckenlos_frontend::start();
}
