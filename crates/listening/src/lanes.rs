//! Threads each of which does everything for its connections: what comes from the caller is read, sent on and
//! answered by one and the same. On threads that share their work, a call that only passes through wakes another
//! one several times, and that costs more than all that is done for it.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, interval};

/// A timer that is due before all others has the system called to hear of it; while there always is one that is
/// due sooner, those of connections and calls are never that.
const TICK: Duration = Duration::from_millis(500);

/// They end when this is dropped.
pub struct Lanes {
    lanes: Vec<Lane>,
    turn: AtomicUsize,
}

struct Lane {
    handle: Handle,
    /// Ends the thread when it is dropped.
    _end: oneshot::Sender<()>,
}

impl Lanes {
    /// So many of them, each with so large a stack.
    ///
    /// # Errors
    /// The system has no thread for one.
    pub fn start(count: usize, stack_bytes: usize) -> io::Result<Self> {
        let lanes = (0..count.max(1)).map(|number| start(number, stack_bytes)).collect::<io::Result<_>>()?;
        Ok(Self { lanes, turn: AtomicUsize::new(0) })
    }

    /// Does `work` on the lane whose turn it is.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        if let Some(lane) = self.lanes.get(turn % self.lanes.len()) {
            lane.handle.spawn(work);
        }
    }
}

fn start(number: usize, stack_bytes: usize) -> io::Result<Lane> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let (_end, mut ended) = oneshot::channel::<()>();
    let waiting = async move {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                _ = &mut ended => return,
                _ = ticks.tick() => {}
            }
        }
    };
    thread::Builder::new()
        .name(format!("lane-{number}"))
        .stack_size(stack_bytes)
        .spawn(move || runtime.block_on(waiting))?;
    Ok(Lane { handle, _end })
}
