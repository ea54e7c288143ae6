/**
 * A set of pairs of whole numbers from zero on, numbered in the order in which they came: a hash table with open addressing, since there are millions and a Map would
 * need a key made for each. Law: a free slot ends each search, which holds because at least half of all slots are free and none is ever freed.
 */
export class Pairs {
  /** A pair a slot: the first number and one, so that zero is a free slot, then the second. */
  private slots = new Int32Array(2 * LEAST_SLOTS);
  /** By slot. */
  private numbers = new Int32Array(LEAST_SLOTS);
  private count = 0;

  has(a: number, b: number): boolean {
    return this.slots[2 * this.slotOf(a, b)] !== 0;
  }

  /** Takes the pair in; false where it was there already. */
  add(a: number, b: number): boolean {
    const { count } = this;
    return this.numberOf(a, b) === count;
  }

  /** The pair's number; a new pair is taken in. */
  numberOf(a: number, b: number): number {
    let slot = this.slotOf(a, b);
    if (this.slots[2 * slot] !== 0) return this.numbers[slot] ?? 0;
    if (this.count * 2 >= this.numbers.length) {
      this.grow();
      slot = this.slotOf(a, b);
    }
    this.put(slot, a, b, this.count);
    this.count += 1;
    return this.count - 1;
  }

  /** Where the pair stands, or the free slot in which it would. */
  private slotOf(a: number, b: number): number {
    const { slots } = this;
    const last = this.numbers.length - 1;
    const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & last;
    while (slots[2 * slot] !== 0 && (slots[2 * slot] !== a + 1 || slots[2 * slot + 1] !== b)) slot = (slot + 1) & last;
    return slot;
  }

  private put(slot: number, a: number, b: number, number: number): void {
    this.slots[2 * slot] = a + 1;
    this.slots[2 * slot + 1] = b;
    this.numbers[slot] = number;
  }

  private grow(): void {
    const { slots, numbers } = this;
    this.slots = new Int32Array(slots.length * 2);
    this.numbers = new Int32Array(numbers.length * 2);
    for (let slot = 0; slot < numbers.length; slot += 1) {
      const a = (slots[2 * slot] ?? 0) - 1;
      const b = slots[2 * slot + 1] ?? 0;
      if (a >= 0) this.put(this.slotOf(a, b), a, b, numbers[slot] ?? 0);
    }
  }
}

/** A power of two. */
const LEAST_SLOTS = 64;
