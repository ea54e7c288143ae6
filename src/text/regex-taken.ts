import type { AST } from "@eslint-community/regexpp";
import { characterSet, sampleCharacters, singleCharacter } from "./regex-alphabet.js";
import { parsePattern } from "./regex-compile.js";

/** Whether a match of the pattern can hold no other characters than those that `allowed` matches one by one. Look-arounds take nothing. */
export function takesOnly(pattern: string, flags: string, allowed: RegExp): boolean {
  const parsed = parsePattern(pattern, flags);
  return parsed !== undefined && parsed.alternatives.every(({ elements }) => elements.every((element) => isAllowed(element, flags, allowed)));
}

function isAllowed(element: AST.Element, flags: string, allowed: RegExp): boolean {
  switch (element.type) {
    case "Assertion":
      return true;
    case "Character":
    case "CharacterSet":
    case "CharacterClass": {
      const set = element.type === "Character" ? singleCharacter(element.value, flags) : characterSet(element.raw, flags);
      return sampleCharacters(flags, element.type === "Character" ? [element.value] : []).every((char) => !set.test(char) || allowed.test(char));
    }
    case "Quantifier":
      return isAllowed(element.element, flags, allowed);
    case "Group":
    case "CapturingGroup":
      return element.alternatives.every(({ elements }) => elements.every((one) => isAllowed(one, flags, allowed)));
    default:
      return false;
  }
}
