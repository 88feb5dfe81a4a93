//! The local store in IndexedDB: flat keys, and commits that are on the disk when they say so.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use client::Turns;
use client::ports::{Later, LocalStore, Pairs, StoreProblem, Write};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
};

/// Flat values of the client.
const VALUES: &str = "values";
/// The key that cannot leave this device.
pub(super) const KEYS: &str = "keys";

/// An open database. A browser may take it away at any time; then it is opened again, once for each thing that is asked.
pub(crate) struct IndexedStore {
    name: String,
    base: RefCell<IdbDatabase>,
    /// It was cleared while it was open.
    emptied: Cell<bool>,
    /// False once another tab has taken over.
    writer: Rc<Cell<bool>>,
    turns: Turns,
}

impl IndexedStore {
    /// Opens the database, and makes it when it is not there.
    pub(crate) async fn open(name: &str, writer: Rc<Cell<bool>>) -> Result<Self, StoreProblem> {
        let (base, _) = opened(name).await?;
        Ok(Self {
            name: name.to_owned(),
            base: RefCell::new(base),
            emptied: Cell::new(false),
            writer,
            turns: Turns::default(),
        })
    }

    /// What was asked failed because the database went away: opens it again, so that it can be asked once more.
    async fn open_again(&self, failed: StoreProblem) -> Result<(), StoreProblem> {
        if failed != StoreProblem::Gone || self.emptied.get() {
            return Err(failed);
        }
        let (again, made) = opened(&self.name).await?;
        // Somebody cleared it: a fresh one holds nothing of this person, and must not be taken for theirs.
        // Whoever asked at the same time finds the fresh one there, and must not take it for theirs either.
        self.emptied.set(made || self.emptied.get());
        self.base.replace(again).close();
        if self.emptied.get() { Err(failed) } else { Ok(()) }
    }

    /// The database, unless it was cleared: what lies there now is nobody's.
    fn held(&self) -> Result<IdbDatabase, StoreProblem> {
        if self.emptied.get() { Err(StoreProblem::Gone) } else { Ok(self.base.borrow().clone()) }
    }

    /// A transaction whose completion means that the bytes are on the disk.
    fn strict(&self, store: &str) -> Result<IdbTransaction, StoreProblem> {
        let options = Object::new();
        let _ = Reflect::set(&options, &"durability".into(), &"strict".into());
        let base = self.held()?;
        let begin: Function = Reflect::get(&base, &"transaction".into())
            .and_then(JsCast::dyn_into)
            .map_err(|error| problem(&error))?;
        let begun = begin
            .call3(&base, &store.into(), &"readwrite".into(), &options)
            .map_err(|error| problem(&error))?;
        begun.dyn_into().map_err(|_| StoreProblem::Gone)
    }

    fn reading(&self, store: &str) -> Result<IdbObjectStore, StoreProblem> {
        let transaction = self.held()?.transaction_with_str(store).map_err(|error| problem(&error))?;
        transaction.object_store(store).map_err(|error| problem(&error))
    }

    /// What lies under a name among the keys.
    pub(super) async fn key(&self, name: &str) -> Result<JsValue, StoreProblem> {
        let request = self.reading(KEYS)?.get(&name.into()).map_err(|error| problem(&error))?;
        settled(&request).await
    }

    /// Lays something among the keys.
    pub(super) async fn keep_key(&self, name: &str, key: &JsValue) -> Result<(), StoreProblem> {
        let transaction = self.strict(KEYS)?;
        let store = transaction.object_store(KEYS).map_err(|error| problem(&error))?;
        store.put_with_key(key, &name.into()).map_err(|error| problem(&error))?;
        complete(&transaction).await
    }
}

impl IndexedStore {
    async fn one(&self, key: &str) -> Result<Option<Vec<u8>>, StoreProblem> {
        let request = self.reading(VALUES)?.get(&key.into()).map_err(|error| problem(&error))?;
        Ok(bytes(&settled(&request).await?))
    }

    async fn many(&self, from: &str, to: &str) -> Result<Pairs, StoreProblem> {
        let bounds = IdbKeyRange::bound_with_lower_open_and_upper_open(&from.into(), &to.into(), false, true)
            .map_err(|error| problem(&error))?;
        let store = self.reading(VALUES)?;
        let keys = store.get_all_keys_with_key(&bounds).map_err(|error| problem(&error))?;
        let values = store.get_all_with_key(&bounds).map_err(|error| problem(&error))?;
        let values: Array = settled(&values).await?.unchecked_into();
        let keys: Array = keys.result().map_err(|error| problem(&error))?.unchecked_into();
        Ok(keys
            .iter()
            .zip(values.iter())
            .filter_map(|(key, value)| Some((key.as_string()?, bytes(&value)?)))
            .collect())
    }

    async fn write(&self, writes: &[Write]) -> Result<(), StoreProblem> {
        if !self.writer.get() {
            return Err(StoreProblem::Elsewhere);
        }
        let transaction = self.strict(VALUES)?;
        let store = transaction.object_store(VALUES).map_err(|error| problem(&error))?;
        for write in writes {
            let asked = match write {
                Write::Put { key, value } => {
                    store.put_with_key(&Uint8Array::from(value.as_slice()), &key.as_str().into())
                }
                Write::Remove { key } => store.delete(&key.as_str().into()),
                Write::Clear => store.clear(),
            };
            if let Err(error) = asked {
                let _ = transaction.abort();
                return Err(problem(&error));
            }
        }
        // At once, and not when this page comes round to it: it may be ended before.
        settle(&transaction);
        complete(&transaction).await
    }
}

// Everything may be asked twice: a write puts the same values in the same places, and no later one has gone before it.
impl LocalStore for IndexedStore {
    fn get<'a>(&'a self, key: &'a str) -> Later<'a, Result<Option<Vec<u8>>, StoreProblem>> {
        Box::pin(async move {
            match self.one(key).await {
                Ok(found) => Ok(found),
                Err(failed) => {
                    self.open_again(failed).await?;
                    self.one(key).await
                }
            }
        })
    }

    fn range<'a>(&'a self, from: &'a str, to: &'a str) -> Later<'a, Result<Pairs, StoreProblem>> {
        Box::pin(async move {
            match self.many(from, to).await {
                Ok(found) => Ok(found),
                Err(failed) => {
                    self.open_again(failed).await?;
                    self.many(from, to).await
                }
            }
        })
    }

    fn commit<'a>(&'a self, writes: &'a [Write]) -> Later<'a, Result<(), StoreProblem>> {
        Box::pin(async move {
            let _turn = self.turns.take().await;
            match self.write(writes).await {
                Ok(()) => Ok(()),
                Err(failed) => {
                    self.open_again(failed).await?;
                    self.write(writes).await
                }
            }
        })
    }
}

/// Opens a database; says whether it had to be made.
async fn opened(name: &str) -> Result<(IdbDatabase, bool), StoreProblem> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok();
    let factory: web_sys::IdbFactory = factory.and_then(|it| it.dyn_into().ok()).ok_or(StoreProblem::Gone)?;
    let opening: IdbOpenDbRequest = factory.open_with_u32(name, 1).map_err(|error| problem(&error))?;
    let request = opening.clone();
    let made = Rc::new(Cell::new(false));
    let making = Rc::clone(&made);
    let upgrade = Closure::once(move || {
        making.set(true);
        let made = request.result().ok().and_then(|it| it.dyn_into::<IdbDatabase>().ok());
        for store in [VALUES, KEYS] {
            // A store that cannot be made shows as a failing transaction at once.
            let _ = made.as_ref().map(|base| base.create_object_store(store));
        }
    });
    opening.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let base: IdbDatabase = settled(&opening).await?.dyn_into().map_err(|_| StoreProblem::Gone)?;
    // A newer version in another tab, or whoever clears it, does not wait for this page.
    let held = base.clone();
    let yields = Closure::<dyn FnMut()>::new(move || held.close());
    base.set_onversionchange(Some(yields.as_ref().unchecked_ref()));
    yields.forget();
    Ok((base, made.get()))
}

fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}

/// Waits for a request. Its own handlers settle the promise, so nothing has to be kept alive meanwhile.
async fn settled(request: &IdbRequest) -> Result<JsValue, StoreProblem> {
    let promise = Promise::new(&mut |yes, no| {
        request.set_onsuccess(Some(&yes));
        request.set_onerror(Some(&no));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result().map_err(|error| problem(&error)),
        Err(_) => Err(problem(&request.error().ok().flatten().into())),
    }
}

/// Says that nothing more is to come; an older browser finds out by itself.
fn settle(transaction: &IdbTransaction) {
    let commit = Reflect::get(transaction, &"commit".into()).and_then(JsCast::dyn_into::<Function>);
    if let Ok(commit) = commit {
        let _ = commit.call0(transaction);
    }
}

async fn complete(transaction: &IdbTransaction) -> Result<(), StoreProblem> {
    let promise = Promise::new(&mut |yes, no| {
        transaction.set_oncomplete(Some(&yes));
        transaction.set_onabort(Some(&no));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(problem(&transaction.error().into())),
    }
}

fn problem(error: &JsValue) -> StoreProblem {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("QuotaExceededError") => StoreProblem::Full,
        Some("VersionError") => StoreProblem::Newer,
        Some("DataError" | "NotFoundError") => StoreProblem::Damaged,
        _ => StoreProblem::Gone,
    }
}
