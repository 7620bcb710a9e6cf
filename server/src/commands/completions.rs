//! `portico completions`: what a shell needs to complete our commands.

use clap::CommandFactory;
use clap_complete::Shell;

/// Prints the script for a shell.
pub fn run(shell: Shell) {
    clap_complete::generate(shell, &mut super::Command::command(), "portico", &mut std::io::stdout());
}
