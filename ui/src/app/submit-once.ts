/**
 * A form is sent once, by a double click or by Enter held down, too: what is pending is shown a moment after the first, and a second
 * note, company or key would be made in between.
 */
export function submitOnce(): void {
  const isOfForm = (event: Event) => event.target instanceof Element && event.target.closest("form") !== null;
  const isSubmit = (event: Event) =>
    event.target instanceof Element && event.target.closest("[type=submit]") !== null;
  document.addEventListener(
    "click",
    (event) => {
      if (event.detail > 1 && isSubmit(event)) event.preventDefault();
    },
    true,
  );
  document.addEventListener(
    "keydown",
    (event) => {
      if (
        event.repeat &&
        event.key === "Enter" &&
        isOfForm(event) &&
        !(event.target instanceof HTMLTextAreaElement)
      )
        event.preventDefault();
    },
    true,
  );
}
