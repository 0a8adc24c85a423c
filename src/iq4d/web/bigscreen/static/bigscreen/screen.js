// The big screen without this file: the time a step ends instead of the time it has left, and a page that asks anew.

// <time-left data-rest="432">7:12</time-left>: seconds left as the server counted them. The clock of this machine is
// not asked, so that it may be wrong, or be put right meanwhile.
class TimeLeft extends HTMLElement {
  connectedCallback() {
    this.set(Number(this.dataset.rest));
    this.ticking = setInterval(() => this.draw(), 250);
  }

  disconnectedCallback() {
    clearInterval(this.ticking);
  }

  get left() {
    return Math.max(0, this.end - performance.now() / 1000);
  }

  // A second more or less is the way through the network: that would only make the figures jump.
  set(rest) {
    if (this.end === undefined || Math.abs(this.left - rest) > 2) this.end = performance.now() / 1000 + rest;
    this.draw();
  }

  draw() {
    const left = Math.ceil(this.left);
    const words = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (this.textContent !== words) this.textContent = words;
    if (left) return;
    const beside = this.parentElement;
    beside.querySelector(".screen-over")?.removeAttribute("hidden");
    beside.querySelector(".screen-until")?.setAttribute("hidden", "");
  }
}
customElements.define("time-left", TimeLeft);

// Every answer says how much is left, also "nothing new": a machine that slept is right again.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const left = detail.xhr.getResponseHeader("X-Time-Left");
  if (left) document.querySelector("time-left")?.set(Number(left));
});

// <screen-keys>: Alt + Shift + a figure presses the button with that figure. With two keys beside it nobody does so by
// chance, and no letter depends on the language.
class ScreenKeys extends HTMLElement {}
customElements.define("screen-keys", ScreenKeys);
document.addEventListener("keydown", (event) => {
  const figure = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (!figure || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || event.repeat) return;
  const button = document.querySelectorAll("screen-keys button")[figure - 1];
  if (!button) return;
  event.preventDefault();
  button.click();
});
