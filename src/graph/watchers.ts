import { Chains } from "./chains.js";
import type { Node } from "./graph.js";
import type { Token } from "./tokens.js";

/** Who hears of the objects at nodes. */
export class Watchers extends Chains {
  /** By entry. */
  readonly hears: (((token: Token) => void) | undefined)[] = [undefined];

  add(node: Node, hear: (token: Token) => void): void {
    this.append(node);
    this.hears.push(hear);
  }
}
