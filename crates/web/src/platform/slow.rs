//! Slow work in a worker of its own, thrown away afterwards: the memory of a WASM never shrinks, and a passphrase takes 64 MiB.

use client::ports::{Later, SlowWork};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Runs jobs beside the page.
pub(crate) struct WorkerSlow;

impl SlowWork for WorkerSlow {
    fn run<'a>(&'a self, job: &'a [u8]) -> Later<'a, Vec<u8>> {
        Box::pin(async move {
            match beside(job).await {
                Some(answer) => answer,
                // No worker here: the page stands still for a second, but the work is done.
                None => client::slow::work(job),
            }
        })
    }
}

async fn beside(job: &[u8]) -> Option<Vec<u8>> {
    let url = web_sys::window()?.document()?.document_element()?.get_attribute("data-worker")?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&url, &options).ok()?;
    let ready = next_message(&worker).await;
    let answer = if ready.is_some() && worker.post_message(&Uint8Array::from(job)).is_ok() {
        next_message(&worker).await
    } else {
        None
    };
    worker.terminate();
    answer?.data().dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
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
    let answering = scope.clone();
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        let job = message.data().dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default();
        let answer = client::slow::work(&job);
        // The page may be gone; then nobody waits for the answer.
        let _ = answering.post_message(&Uint8Array::from(answer.as_slice()));
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    let _ = scope.post_message(&JsValue::TRUE);
}
