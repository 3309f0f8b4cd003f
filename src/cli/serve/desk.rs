//! A state of a site into its files, made when they are asked for, by threads that live as long as that state is served.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::failure;
use super::held::Held;
use super::likes::{Asked, Latest, Likes};
use crate::cli::build::read_attachment;
use crate::serve::{Failure, Pages};
use crate::site::{self, Attached, Attachments, Open};
use crate::text::RelPath;

/// So many files are made at once.
const THREADS: usize = 2;

type Made = Result<Option<Vec<u8>>, Failure>;

/// A file that somebody waits for.
struct Order {
    path: String,
    made: SyncSender<Made>,
}

/// Takes orders for files.
pub(super) struct Desk {
    orders: Mutex<Sender<Order>>,
}

impl Desk {
    /// The site of what is held now. Its threads end when nobody has this any more.
    pub(super) fn open(held: &Held, latest: &Arc<Latest>) -> Self {
        let (sender, orders) = channel();
        let held = held.clone();
        let latest = Arc::clone(latest);
        thread::spawn(move || work(&held, &latest, &Mutex::new(orders)));
        Self { orders: Mutex::new(sender) }
    }
}

impl Pages for Desk {
    fn file(&self, path: &str) -> Made {
        let (made, receiver) = sync_channel(1);
        let order = Order { path: path.to_owned(), made };
        let sent = self.orders.lock().unwrap_or_else(PoisonError::into_inner).send(order).is_ok();
        let answer = if sent { receiver.recv().ok() } else { None };
        let gone = || Failure { message: "the page could not be made".to_owned(), findings: String::new() };
        answer.unwrap_or_else(|| Err(gone()))
    }
}

fn work(held: &Held, latest: &Arc<Latest>, orders: &Mutex<Receiver<Order>>) {
    let (settings, dress) = (&held.project.settings, &held.dress);
    let seen = site::without(&held.base, &held.withheld, settings);
    let base = seen.map_or_else(|| Arc::clone(&held.base), Arc::new);
    let kin = Asked(Likes::new(Arc::clone(&base), latest));
    let paths: Vec<RelPath> = held.attachments.keys().cloned().collect();
    let attached = Attached { files: &paths, read: &|path| read_attachment(held.attachments.get(path)?) };
    let attachments = Attachments::new(attached);
    let open = Open::new(&base, settings, &dress.theme, &attachments, &kin, held.today);
    let serve = || {
        let next = || orders.lock().unwrap_or_else(PoisonError::into_inner).recv();
        while let Ok(order) = next() {
            let made = open.file(&order.path).map_err(|error| failure(&dress.placed(error).into()));
            // Whoever asked may have gone away.
            let _ = order.made.send(made);
        }
    };
    thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(serve))));
}
