//! The program's parts. A release is compiled as one module and then parted (site/src/parts.rs): what the article needs
//! first comes first, and each demo, and the table of attacks, when it is wanted. `public/boot.js` fetches a part
//! before anything in it is called, because it outlives what may go wrong on the way.

/// What a function of a part gives. In a release the function is a future, which asks for its part before it runs.
///
/// # Panics
/// Where the part has not been brought.
#[cfg(parted)]
pub fn brought<T>(call: impl Future<Output = T>) -> T {
    use core::task::{Context, Poll, Waker};

    let mut call = core::pin::pin!(call);
    // It asks at the first poll, is told at once that the part is there, and runs at the second.
    for _ in 0..2 {
        if let Poll::Ready(given) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return given;
        }
    }
    panic!("a part of the program was not brought before it was called");
}

/// What a function of a part gives. In a development build, and on the host, all is one part.
#[cfg(not(parted))]
pub fn brought<T>(given: T) -> T {
    given
}
