/* What stands above a map and below it on its page: the style sheet gives it the rest of the window. */

export class Surroundings {
  constructor(root) {
    this.root = root;
    root.classList.add("hs-fills");
    this.scrolled = scrolledAround(root);
    this.observer = new ResizeObserver(() => this.measure());
    // It grows and shrinks with all that stands in it.
    this.observer.observe(this.scrolled.firstElementChild ?? this.scrolled);
    this.measure();
  }

  /** Note how many pixels stand above the map at the top of the page, and right below it. */
  measure() {
    const own = this.root.getBoundingClientRect();
    if (own.width === 0) return;
    const above = own.top + this.scrolled.scrollTop;
    this.#note("--hs-above", above);
    const bar = this.root.parentElement.querySelector(".hs-time");
    if (bar) this.#note("--hs-under", bar.getBoundingClientRect().bottom - own.bottom);
  }

  remove() {
    this.observer.disconnect();
  }

  #note(name, pixels) {
    const said = `${Math.max(0, Math.round(pixels))}px`;
    if (this.root.style.getPropertyValue(name) !== said) this.root.style.setProperty(name, said);
  }
}

/** The element that scrolls with the map in it. */
function scrolledAround(root) {
  for (let around = root.parentElement; around; around = around.parentElement) {
    if (["auto", "scroll"].includes(getComputedStyle(around).overflowY)) return around;
  }
  return document.scrollingElement;
}
