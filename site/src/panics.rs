//! What a panic takes in the program. A release prints no message, since in a browser nobody reads it: a panic is a trap. So
//! what makes the message is taken out here, and the places in the source that it would name: 7 KB of the first part
//! (brotli).

use crate::parts::{function_names, unreadable};
use std::ops::Range;
use wasmparser::{Data, DataKind, Operator, Parser, Payload, TypeRef};

/// What the standard library calls where a program panics, by pieces of the functions' names. None of them returns, or is
/// called before something panics.
const PANICS: &[&str] = &[
    "panicking::panic",
    "unwrap_failed",
    "expect_failed",
    "assert_failed",
    "slice_index_fail",
    "slice_error_fail",
    "len_mismatch_fail",
    "panic_already_",
    "panic_access_error",
    "raw_vec::handle_error",
    "raw_vec::capacity_overflow",
    "handle_alloc_error",
];

/// What writes a value for developers, in the same way: what readers see is never made with it.
const DEBUG: &[&str] = &["fmt::Debug>::fmt", "fmt..Debug$GT$3fmt"];

/// The only instruction of a panic.
const TRAP: &[u8] = &[0x00];
/// The only instruction of a `fmt` that writes nothing: the constant for `Ok(())`.
const NOTHING: &[u8] = &[0x41, 0];

/// Where a function's body is, and the instruction that takes its place.
type Body = (Range<usize>, &'static [u8]);

/// How large the stack is, in bytes. It comes first in memory, so no address of data is as small as this, and every line is.
const STACK: usize = 1 << 20;

/// The module with panics that only trap, and with zeros for the places in the source.
///
/// # Errors
/// A sentence, where the module is not as expected.
pub fn silent(mut module: Vec<u8>) -> Result<Vec<u8>, String> {
    for (body, instruction) in bodies(&module)? {
        replace(&mut module[body], instruction);
    }
    for place in places(&module)? {
        module[place].fill(0);
    }
    Ok(module)
}

/// Where the bodies of these functions are, and what each is to do.
fn bodies(module: &[u8]) -> Result<Vec<Body>, String> {
    let names = function_names(module)?;
    let to_do = |index| {
        let is_of =
            |pieces: &[&str]| names.get(&index).is_some_and(|name| pieces.iter().any(|piece| name.contains(piece)));
        if is_of(PANICS) { Some(TRAP) } else { is_of(DEBUG).then_some(NOTHING) }
    };
    let (mut index, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload.map_err(unreadable)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    index += u32::from(matches!(import.map_err(unreadable)?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                let Range { start, end } = body.range();
                bodies.extend(to_do(index).map(|instruction| (start as usize..end as usize, instruction)));
                index += 1;
            }
            _ => {}
        }
    }
    Ok(bodies)
}

/// Makes a function's body this instruction, without locals, in as many bytes as it had.
fn replace(body: &mut [u8], instruction: &[u8]) {
    const NOP: u8 = 0x01;
    const END: u8 = 0x0b;
    let last = body.len() - 1;
    body.fill(NOP);
    body[0] = 0;
    body[1..=instruction.len()].copy_from_slice(instruction);
    body[last] = END;
}

/// Where the data have a `core::panic::Location`: the address and the length of a source file's name, a line and a column.
/// Where they have that name.
fn places(module: &[u8]) -> Result<Vec<Range<usize>>, String> {
    // Each with the address of its first byte.
    let mut segments = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::DataSection(data) = payload.map_err(unreadable)? else { continue };
        for segment in data {
            let Data { kind, data, range } = segment.map_err(unreadable)?;
            let DataKind::Active { offset_expr, .. } = kind else { continue };
            let first = offset_expr.get_operators_reader().read().map_err(unreadable)?;
            if let Operator::I32Const { value } = first {
                let end = range.end as usize;
                segments.push((value as usize, end - data.len()..end));
            }
        }
    }
    let name = |address: usize, length: usize| {
        let is_in = |(first, segment): &&(usize, Range<usize>)| (*first..first + segment.len()).contains(&address);
        let (first, segment) = segments.iter().find(is_in)?;
        let start = segment.start + address - first;
        module.get(start..start + length)?.ends_with(b".rs").then_some(start..start + length)
    };
    let mut places = Vec::new();
    for (first, segment) in &segments {
        let aligned = segment.start + first.next_multiple_of(4) - first;
        for at in (aligned..segment.end).step_by(4) {
            let Some(place) = module[at..segment.end].first_chunk::<16>() else { break };
            let word = |n: usize| u32::from_le_bytes(std::array::from_fn(|i| place[4 * n + i])) as usize;
            let is_line = (1..STACK).contains(&word(2));
            if let Some(name) = name(word(0), word(1)).filter(|_| is_line) {
                places.extend([at..at + 16, name]);
            }
        }
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, ConstExpr, DataSection, Function, FunctionSection, MemorySection, MemoryType, Module, NameMap,
        NameSection, TypeSection, ValType,
    };

    /// A module with a function of each name, which all do the same, and these data after the stack.
    fn module(names: &[&str], data: &[u8]) -> Vec<u8> {
        let (mut types, mut functions, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
        let (mut memories, mut segments) = (MemorySection::new(), DataSection::new());
        let mut named = NameMap::new();
        types.ty().function([], [ValType::I32]);
        for (index, name) in (0..).zip(names) {
            functions.function(0);
            let mut body = Function::new([(1, ValType::I32)]);
            body.instructions().i32_const(5).i32_const(6).i32_add().end();
            code.function(&body);
            named.append(index, name);
        }
        memories.memory(MemoryType {
            minimum: 17,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        segments.active(0, &ConstExpr::i32_const(STACK as i32), data.iter().copied());
        let mut name_section = NameSection::new();
        name_section.functions(&named);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&memories).section(&code).section(&segments);
        module.section(&name_section);
        module.finish()
    }

    #[test]
    fn panics_trap_developers_read_nothing_and_all_else_stays() {
        let names =
            ["core::option::unwrap_failed", "<str as core::fmt::Debug>::fmt", "<str as core::fmt::Display>::fmt"];
        let before = module(&names, b"");
        let after = silent(before.clone()).unwrap();
        let bodies: Vec<_> = Parser::new(0)
            .parse_all(&after)
            .filter_map(|payload| match payload.unwrap() {
                Payload::CodeSectionEntry(body) => Some(body.as_bytes().to_vec()),
                _ => None,
            })
            .collect();
        assert_eq!(bodies[0], [0, 0, 1, 1, 1, 1, 1, 1, 0x0b]);
        assert_eq!(bodies[1], [0, 0x41, 0, 1, 1, 1, 1, 1, 0x0b]);
        assert_eq!(bodies[2], [1, 1, 0x7f, 0x41, 5, 0x41, 6, 0x6a, 0x0b]);
        assert_eq!(before.len(), after.len());
    }

    #[test]
    fn places_in_the_source_become_zeros_and_other_words_stay() {
        let words = |words: [u32; 4]| words.map(u32::to_le_bytes).concat();
        let at = STACK as u32;
        let data = [
            b"src/lib.rsof it.".to_vec(),
            words([at, 10, 7, 9]),
            // Two texts, and not a place.
            words([at, 10, at, 16]),
            words([at + 10, 6, 7, 9]),
        ];
        let found = places(&module(&[], &data.concat())).unwrap();
        let lengths: Vec<_> = found.iter().map(Range::len).collect();
        assert_eq!(lengths, [16, 10]);
        let silent = silent(module(&[], &data.concat())).unwrap();
        let kept = [&[0; 10], &b"of it."[..], &[0; 16], &data[2], &data[3]].concat();
        assert!(silent.windows(kept.len()).any(|window| window == kept));
    }
}
