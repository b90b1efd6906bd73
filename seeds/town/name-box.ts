import type { Random } from './random.ts';

/** Names, each given out once: first those of a list in its order, then made ones. */
export class NameBox {
  private readonly given = new Set<string>();
  private readonly list: readonly string[];
  private readonly make: (random: Random) => string;
  private readonly random: Random;
  private next = 0;

  constructor(random: Random, list: readonly string[], make: (random: Random) => string) {
    this.random = random;
    this.list = list;
    this.make = make;
  }

  /** Whether a name of the list is left. */
  get listed(): boolean {
    return this.next < this.list.length;
  }

  draw(): string {
    while (this.next < this.list.length) {
      const name = this.list[this.next++]!;
      if (this.take(name)) return name;
    }
    for (let attempt = 0; attempt < 60; attempt++) {
      const name = this.make(this.random);
      if (this.take(name)) return name;
    }
    // The made names are nearly used up: the same ones again, told apart by a direction.
    for (let n = 1; ; n++) {
      for (const side of '东西南北中上下前后') {
        const name = side.repeat(n) + this.make(this.random);
        if (this.take(name)) return name;
      }
    }
  }

  private take(name: string): boolean {
    if (this.given.has(name)) return false;
    this.given.add(name);
    return true;
  }
}
