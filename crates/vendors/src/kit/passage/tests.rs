use super::*;
use crate::kit::clock::FixedClock;
use crate::kit::error::Phase;
use portico_domain::time::Timestamp;
use std::future::{pending, ready};
use tokio::sync::Semaphore;

const LIMITS: Limits = Limits {
    failures: 3,
    pause: Duration::from_secs(5),
    longest_pause: Duration::from_secs(15),
    at_once: 4,
    for_joins: 1,
};

struct Rig {
    passage: Passage,
    clock: Arc<FixedClock>,
}

fn rig() -> Rig {
    let clock = Arc::new(FixedClock::at(Timestamp::from_seconds(1000)));
    Rig { passage: Passage::new(Vendor::Vmr, LIMITS, clock.clone()), clock }
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(30)
}

impl Rig {
    /// A call that ends like this if it is made.
    async fn call(&self, outcome: Result<(), Cause>) -> Result<(), Cause> {
        self.passage.through(false, soon(), ready(outcome)).await
    }

    async fn fail(&self, times: usize) {
        for _ in 0..times {
            assert_eq!(self.call(Err(Cause::Cut)).await, Err(Cause::Cut), "it was made");
        }
    }

    fn pass(&self, seconds: i64) {
        self.clock.set(self.clock.now().plus_seconds(seconds));
    }
}

fn resting(silent_for: u32, again: u32) -> Result<(), Cause> {
    Err(Cause::Resting { silent_for, again })
}

#[tokio::test]
async fn whoever_does_not_answer_is_left_alone_and_tried_again() {
    let rig = rig();
    rig.fail(2).await;
    rig.pass(4);
    rig.fail(1).await;
    assert_eq!(rig.call(Ok(())).await, resting(4, 5), "not made, although it would have gone well");
    rig.pass(4);
    assert_eq!(rig.call(Ok(())).await, resting(8, 1));
    rig.pass(1);
    rig.fail(1).await;
    assert_eq!(rig.call(Ok(())).await, resting(9, 10), "twice as long");
    rig.pass(10);
    rig.fail(1).await;
    assert_eq!(rig.call(Ok(())).await, resting(19, 15), "but not for ever longer");
    rig.pass(15);
    rig.call(Ok(())).await.expect("the trial");
    rig.fail(2).await;
    rig.call(Ok(())).await.expect("closed, and it takes three failures again");
    rig.fail(3).await;
    assert_eq!(rig.call(Ok(())).await, resting(0, 5), "from the beginning");
}

#[tokio::test]
async fn who_wants_in_does_not_wait_for_the_pause_to_end() {
    let rig = rig();
    rig.fail(3).await;
    assert_eq!(rig.call(Ok(())).await, resting(0, 5));
    let join = |outcome| rig.passage.through(true, soon(), ready(outcome));
    assert_eq!(join(Err(Cause::Cut)).await, Err(Cause::Cut), "it was made");
    join(Ok(())).await.expect("so was this");
    rig.call(Ok(())).await.expect("and the others see that it went well");
}

#[tokio::test]
async fn only_silence_counts_and_only_in_a_row() {
    let rig = rig();
    let refused = |status| Cause::Code { status, code: "E".into(), entry: None, retry_after: None };
    let answers = [refused(500), refused(429), Cause::TooLarge, Cause::Unreadable { at: "body".into() }];
    for answer in answers.into_iter().chain([Cause::Status { status: 429, retry_after: Some(9) }]) {
        rig.fail(2).await;
        assert_eq!(rig.call(Err(answer.clone())).await, Err(answer));
    }
    // What never reached the vendor shows nothing, for better or worse.
    let ours = Cause::Unreachable(Unreachable::NotAllowed);
    for cause in [Cause::HeldBack, Cause::NoCredential, ours] {
        assert_eq!(rig.call(Err(cause.clone())).await, Err(cause));
    }
    let late = [Cause::Late(Phase::FirstByte), Cause::Status { status: 502, retry_after: None }];
    for cause in late.into_iter().chain([Cause::Unreachable(Unreachable::NoConnection)]) {
        assert_eq!(rig.call(Err(cause.clone())).await, Err(cause));
    }
    assert_eq!(rig.call(Ok(())).await, resting(0, 5));
}

#[tokio::test]
async fn one_at_a_time_tries() {
    let rig = rig();
    rig.fail(3).await;
    rig.pass(5);
    let (passage, started) = (rig.passage.clone(), Arc::new(Semaphore::new(0)));
    let tells = started.clone();
    let trial = tokio::spawn(async move {
        let call = async {
            tells.add_permits(1);
            pending::<Result<(), Cause>>().await
        };
        passage.through(false, soon(), call).await
    });
    started.acquire().await.expect("open").forget();
    assert_eq!(rig.call(Ok(())).await, resting(5, 1));
    trial.abort();
    assert!(trial.await.is_err());
    rig.call(Ok(())).await.expect("whoever went away tries no more");
}

#[tokio::test]
async fn who_gives_a_call_up_after_a_while_has_met_silence() {
    let rig = rig();
    let give_up_after = async |seconds| {
        let call = rig.passage.through(false, soon(), pending::<Result<(), Cause>>());
        tokio::select! {
            biased;
            _ = call => unreachable!("it has no end"),
            () = async { rig.pass(seconds) } => {}
        }
    };
    for _ in 0..5 {
        give_up_after(4).await;
    }
    rig.call(Ok(())).await.expect("people go away sooner than that");
    for _ in 0..3 {
        give_up_after(6).await;
    }
    assert!(matches!(rig.call(Ok(())).await, Err(Cause::Resting { .. })));
}

#[tokio::test]
async fn a_person_need_not_wait_and_a_clock_may_be_set_back() {
    let rig = rig();
    rig.fail(3).await;
    assert_eq!(rig.call(Ok(())).await, resting(0, 5));
    rig.passage.try_now();
    rig.fail(1).await;
    assert_eq!(rig.call(Ok(())).await, resting(0, 10));
    rig.pass(-3600);
    rig.call(Ok(())).await.expect("the trial");
}

#[tokio::test]
async fn an_answer_that_was_under_way_counts() {
    let rig = rig();
    let (passage, answer) = (rig.passage.clone(), Arc::new(Semaphore::new(0)));
    let (started, waits) = (Arc::new(Semaphore::new(0)), answer.clone());
    let tells = started.clone();
    let slow = tokio::spawn(async move {
        let call = async {
            tells.add_permits(1);
            waits.acquire().await.expect("open").forget();
            Ok(())
        };
        passage.through(false, soon(), call).await
    });
    started.acquire().await.expect("open").forget();
    rig.fail(3).await;
    assert!(rig.call(Ok(())).await.is_err());
    answer.add_permits(1);
    slow.await.expect("no panic").expect("its answer");
    rig.call(Ok(())).await.expect("it is there");
}

/// Calls that stay until they are let go.
struct Crowd {
    inside: Arc<Semaphore>,
    gate: Arc<Semaphore>,
    tasks: Vec<tokio::task::JoinHandle<Result<(), Cause>>>,
}

impl Crowd {
    fn new() -> Self {
        Self { inside: Arc::new(Semaphore::new(0)), gate: Arc::new(Semaphore::new(0)), tasks: Vec::new() }
    }

    fn comes(&mut self, rig: &Rig, joins: bool) {
        let (passage, inside, gate) = (rig.passage.clone(), self.inside.clone(), self.gate.clone());
        self.tasks.push(tokio::spawn(async move {
            let call = async {
                inside.add_permits(1);
                gate.acquire().await.expect("open").forget();
                Ok(())
            };
            passage.through(joins, soon(), call).await
        }));
    }

    async fn are_inside(&self, many: u32) {
        self.inside.acquire_many(many).await.expect("open").forget();
    }

    async fn settle(&self) {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn beyond_so_many_they_wait_and_those_who_let_people_in_come_first() {
    let rig = rig();
    let (mut others, mut joins) = (Crowd::new(), Crowd::new());
    for _ in 0..5 {
        others.comes(&rig, false);
    }
    others.are_inside(3).await;
    others.settle().await;
    assert_eq!(others.inside.available_permits(), 0, "one place is not theirs");
    joins.comes(&rig, true);
    joins.are_inside(1).await;
    joins.comes(&rig, true);
    joins.settle().await;
    assert_eq!(joins.inside.available_permits(), 0, "all places are taken");
    others.gate.add_permits(1);
    joins.are_inside(1).await;
    others.settle().await;
    assert_eq!(others.inside.available_permits(), 0);
    // Whoever is left goes in as the others leave.
    joins.gate.add_permits(2);
    others.gate.add_permits(4);
    for task in joins.tasks.into_iter().chain(others.tasks) {
        task.await.expect("no panic").expect("made");
    }
}

#[tokio::test]
async fn whoever_waits_too_long_is_held_back_and_takes_no_ones_turn() {
    let rig = rig();
    let mut crowd = Crowd::new();
    for _ in 0..3 {
        crowd.comes(&rig, false);
    }
    crowd.are_inside(3).await;
    let now = Instant::now();
    let held_back = rig.passage.through(false, now, ready(Ok(()))).await;
    assert_eq!(held_back, Err(Cause::HeldBack));
    crowd.comes(&rig, false);
    crowd.settle().await;
    crowd.tasks.pop().expect("it waits").abort();
    crowd.comes(&rig, false);
    crowd.gate.add_permits(4);
    for task in crowd.tasks {
        task.await.expect("no panic").expect("made");
    }
    rig.call(Ok(())).await.expect("no place was lost");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_place_is_lost_in_a_crowd() {
    let rig = rig();
    let most = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let tasks: Vec<_> = (0..2000)
        .map(|n| {
            let (passage, inside) = (rig.passage.clone(), most.clone());
            tokio::spawn(async move {
                let call = async {
                    let now = inside.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
                    tokio::task::yield_now().await;
                    inside.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                    Ok(now)
                };
                passage.through(n % 3 == 0, soon(), call).await
            })
        })
        .collect();
    for task in tasks {
        assert!(task.await.expect("no panic").expect("made") <= LIMITS.at_once);
    }
}
