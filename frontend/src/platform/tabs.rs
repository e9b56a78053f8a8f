//! Several windows of the app on one device: one of them does what only one may do, and they tell each other that
//! something changed.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{BroadcastChannel, MessageEvent};

/// Runs the work while no other window runs work under the same name; a second one waits its turn. Where the browser
/// has no locks the work runs at once: it must stay right then, only not as thrifty.
pub async fn alone<T: 'static>(name: &str, work: impl Future<Output = T> + 'static) -> Option<T> {
    let Some((locks, request)) = locks() else {
        return Some(work.await);
    };
    let result = Rc::new(RefCell::new(None));
    let run = {
        let result = Rc::clone(&result);
        Closure::once_into_js(move |_lock: JsValue| -> Promise {
            future_to_promise(async move {
                let done = work.await;
                result.replace(Some(done));
                Ok(JsValue::UNDEFINED)
            })
        })
    };
    // If the browser refuses the lock, the work has not run, and the caller tries again later.
    let asked = request.call2(&locks, &JsValue::from_str(name), &run).ok()?;
    drop(JsFuture::from(asked.dyn_into::<Promise>().ok()?).await);
    result.take()
}

/// The browser's lock manager and its `request`, which the stable part of web-sys does not know.
fn locks() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&gloo::utils::window().navigator(), &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?;
    Some((locks, request.dyn_into().ok()?))
}

/// Tells the other windows of this app that something changed, and hears it from them. Nothing else is said.
#[derive(Debug)]
pub struct Whisper {
    channel: Option<BroadcastChannel>,
    _hear: Closure<dyn FnMut(MessageEvent)>,
}

impl Whisper {
    /// Listens under a name.
    #[must_use]
    pub fn listen(name: &str, mut heard: impl FnMut() + 'static) -> Self {
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |_| heard());
        let channel = BroadcastChannel::new(name).ok();
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        }
        Self {
            channel,
            _hear: hear,
        }
    }

    /// Tells the others.
    pub fn tell(&self) {
        if let Some(channel) = &self.channel {
            drop(channel.post_message(&JsValue::TRUE));
        }
    }
}

impl Drop for Whisper {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
    }
}
