//! Slow work in a worker of its own, thrown away afterwards: the memory of a WASM never shrinks, and a passphrase takes 64 MiB.

use client::ports::{Later, SlowWork};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::later;

/// Runs jobs beside the page.
pub(crate) struct WorkerSlow;

impl SlowWork for WorkerSlow {
    fn run<'a>(&'a self, job: &'a [u8]) -> Later<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            match beside(job).await {
                Beside::Done(answer) => Some(answer),
                // It had no memory, and the page would have less: no answer, and the page lives.
                Beside::Died => Some(Vec::new()),
                // No worker here: the page stands still for a second, but the work is done, if its program can be had.
                Beside::NoWorker => later::slow().await.map(|work| work(job)),
            }
        })
    }
}

/// What came of a worker.
enum Beside {
    Done(Vec<u8>),
    Died,
    NoWorker,
}

async fn beside(job: &[u8]) -> Beside {
    let Some(worker) = begun() else { return Beside::NoWorker };
    let came = if next_message(&worker).await.is_none_or(|it| it.data().is_falsy()) {
        Beside::NoWorker
    } else if worker.post_message(&Uint8Array::from(job)).is_err() {
        Beside::Died
    } else {
        let answer = next_message(&worker).await.map(|it| it.data());
        let answer = answer.and_then(|it| it.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec));
        answer.map_or(Beside::Died, Beside::Done)
    };
    worker.terminate();
    came
}

fn begun() -> Option<Worker> {
    let url = web_sys::window()?.document()?.document_element()?.get_attribute("data-worker")?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&url, &options).ok()
}

async fn next_message(worker: &Worker) -> Option<MessageEvent> {
    let promise = Promise::new(&mut |yes, no| {
        worker.set_onmessage(Some(&yes));
        worker.set_onerror(Some(&no));
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// The other end: waits for one job, answers it.
pub(crate) fn serve() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    super::spawn(async move {
        let Some(work) = later::slow().await else {
            let _ = scope.post_message(&JsValue::FALSE);
            return;
        };
        let answering = scope.clone();
        let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let job = message.data().dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default();
            let answer = work(&job);
            // The page may be gone; then nobody waits for the answer.
            let _ = answering.post_message(&Uint8Array::from(answer.as_slice()));
        });
        scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        listen.forget();
        let _ = scope.post_message(&JsValue::TRUE);
    });
}
