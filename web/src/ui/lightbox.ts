import PhotoSwipe from "photoswipe";
import { collection } from "../collection";
import { contentUrl, imageUrl, presetUrl, type Item } from "../item";
import { go } from "../route";

const STEPS = [800, 1280, 1920, 2560, 3840];

function sources(item: Item): string {
  const steps = STEPS.filter(step => step < item.width);
  const all = steps.map(step => `${step === 800 && item.width >= item.height ? presetUrl(item, "large") : imageUrl(item, { w: String(step) })} ${step}w`);
  return [...all, `${imageUrl(item)} ${item.width}w`].join(", ");
}

/** Shows a picture over the whole window, with zoom; a swipe goes on to its neighbours in the list. */
export function openLightbox(item: Item): void {
  const listed = collection.listing.value.items;
  const found = listed.findIndex(one => one.id === item.id);
  const items = found < 0 ? [item] : listed;
  const index = Math.max(0, found);
  const viewer = new PhotoSwipe({
    index,
    dataSource: [],
    bgOpacity: 0.94,
    loop: false,
    wheelToZoom: true,
    showHideAnimationType: "fade",
    padding: { top: 16, bottom: 16, left: 0, right: 0 },
    preload: [1, 2],
    errorMsg: "The picture cannot be shown.",
    closeTitle: "Close",
    zoomTitle: "Zoom",
    arrowPrevTitle: "Previous",
    arrowNextTitle: "Next",
  });
  viewer.addFilter("numItems", () => items.length);
  viewer.addFilter("itemData", (_data, at) => {
    const one = items[at]!;
    if (one.kind === "video") {
      const film = document.createElement("video");
      Object.assign(film, { controls: true, playsInline: true, src: contentUrl(one), poster: presetUrl(one, "large") });
      film.className = "lightbox-film";
      return { html: film.outerHTML };
    }
    return { src: imageUrl(one), srcset: sources(one), msrc: presetUrl(one, "medium"), width: one.width, height: one.height, alt: one.name };
  });
  let shown = item.id;
  viewer.on("change", () => {
    shown = items[viewer.currIndex]!.id;
  });
  viewer.on("destroy", () => {
    if (shown !== item.id) {
      go({ view: "media", id: shown }, true);
    }
    document.querySelector<HTMLElement>(".zoom")?.focus();
  });
  viewer.init();
}
