//! A slice of a demo's state: what looks at it is run again only when it has changed.

use std::any::Any;
use std::marker::PhantomData;
use std::ops::Deref;
use std::panic::Location;
use std::sync::Arc;

use leptos::prelude::guards::ReadGuard;
use leptos::prelude::*;

/// A memo, and the type of its values. Leptos compiles a memo anew for each type of value, of which the page's
/// sixteen demos have eighty. Here all are memos of one type that keep their value behind a pointer: 21 KB less with brotli.
pub struct Slice<T: 'static> {
    memo: Memo<Erased>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Slice<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Slice<T> {}

impl<T: PartialEq + Send + Sync + 'static> Slice<T> {
    /// What this makes of the state. It is made when somebody first looks at it.
    pub fn new(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self { memo: memo(Box::new(move || Erased(Arc::new(make())))), of: PhantomData }
    }
}

/// Compiled once, for all of them.
fn memo(make: Box<dyn Fn() -> Erased + Send + Sync>) -> Memo<Erased> {
    Memo::new(move |_| make())
}

impl<T: 'static> ReadUntracked for Slice<T> {
    type Value = ReadGuard<T, Guard<T>>;

    fn try_read_untracked(&self) -> Option<Self::Value> {
        self.memo.try_get_untracked().map(|value| ReadGuard::new(Guard { value, of: PhantomData }))
    }
}

impl<T> Track for Slice<T> {
    fn track(&self) {
        self.memo.track();
    }
}

impl<T> DefinedAt for Slice<T> {
    fn defined_at(&self) -> Option<&'static Location<'static>> {
        self.memo.defined_at()
    }
}

impl<T: Clone + Send + Sync + 'static> From<Slice<T>> for Signal<T> {
    fn from(slice: Slice<T>) -> Self {
        Self::derive(move || slice.get())
    }
}

/// A value that can be told from another.
trait Comparable: Any + Send + Sync {
    fn is(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Comparable for T {
    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

#[derive(Clone)]
struct Erased(Arc<dyn Comparable>);

impl PartialEq for Erased {
    fn eq(&self, other: &Self) -> bool {
        let other: &dyn Any = &*other.0;
        self.0.is(other)
    }
}

/// A slice's value, as it is read.
pub struct Guard<T> {
    value: Erased,
    of: PhantomData<fn() -> T>,
}

impl<T: 'static> Deref for Guard<T> {
    type Target = T;

    fn deref(&self) -> &T {
        let value: &dyn Any = &*self.value.0;
        value.downcast_ref().expect("a slice makes values of its type")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn what_looks_at_a_slice_is_run_again_when_it_has_changed_and_not_before() {
        let owner = Owner::new();
        owner.set();
        let state = RwSignal::new((1, "one".to_owned()));
        let name = Slice::new(move || state.with(|(_, name)| name.clone()));
        let runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&runs);
        let looks = Memo::new(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            name.read().len()
        });
        let seen = || (looks.get_untracked(), name.get_untracked(), runs.load(Ordering::Relaxed));
        assert_eq!(seen(), (3, "one".to_owned(), 1));
        state.update(|(number, _)| *number = 2);
        assert_eq!(seen(), (3, "one".to_owned(), 1));
        state.update(|(_, name)| "three".clone_into(name));
        assert_eq!(seen(), (5, "three".to_owned(), 2));
    }
}
