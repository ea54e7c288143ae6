import { textOf } from "../coerce.js";
import type { Builtin, Native, NativeCall } from "../native.js";
import { changeStretches } from "../replay/text-parts.js";
import { isUnknown, type Primitive } from "../values.js";
import { makeError } from "./errors.js";
import { hostNative, type Reading, unknownOf } from "./host.js";

/** Encodings look at one character at a time, so that known stretches of a text stay known. */
function encoder(name: string, encode: (text: string) => string): Builtin {
  const reading: Reading = { type: "string", static: true, partly: (call, _self, [text]) => changeStretches(text, encode, call.site) };
  return { name, call: hostNative(name, (_self, [text]: readonly Primitive[]) => encode(String(text)), reading) };
}

function decoder(name: string, decode: (text: string) => string): Builtin {
  return { name, call: hostNative(name, (_self, [text]) => decode(String(text)), { type: "string", static: true }) };
}

/** Base 64 as browsers have it; a text that it cannot take throws an exception of the web. */
function base64(name: string, convert: (text: string) => string): Builtin {
  const call: Native = (native: NativeCall) => {
    const text = textOf(native, native.args[0]);
    if (isUnknown(text)) return unknownOf(native, "string", text.why, text);
    const result = tryConvert(convert, text);
    return result ?? native.throwValue(makeError(native, "DOMException", "The string contains invalid characters.", [["name", "InvalidCharacterError"]]));
  };
  return { name, call };
}

function tryConvert(convert: (text: string) => string, text: string): string | undefined {
  try {
    return convert(text);
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

/** Functions that write a text in other characters and read it back. */
export const textCodes: readonly Builtin[] = [
  encoder("encodeURIComponent", encodeURIComponent), encoder("encodeURI", encodeURI), encoder("escape", (text) => escape(text)),
  decoder("decodeURIComponent", decodeURIComponent), decoder("decodeURI", decodeURI), decoder("unescape", (text) => unescape(text)),
  base64("btoa", btoa), base64("atob", atob),
];
