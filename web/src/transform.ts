/** Options of a rendition, as a person composes them. Pure. */

export const STEPS = [
  16, 32, 48, 64, 96, 128, 200, 256, 320, 384, 400, 480, 512, 640, 750, 768, 800, 828, 960, 1024, 1080, 1200, 1280, 1440, 1536,
  1600, 1668, 1920, 2048, 2560, 3840,
] as const;
export const RATIOS = ["1:1", "5:4", "4:5", "4:3", "3:4", "3:2", "2:3", "16:10", "10:16", "16:9", "9:16", "2:1", "1:2", "21:9", "9:21"] as const;
export const GRAVITIES = ["center", "north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest", "attention", "entropy"] as const;

export type Fit = "inside" | "cover" | "contain";
export type FormatName = "webp" | "avif" | "jpeg" | "png" | "auto";

export interface Recipe {
  /** Pixels of the side, or 0 for the whole picture. */
  size: number;
  side: "w" | "h";
  ratio: "" | (typeof RATIOS)[number];
  fit: Fit;
  gravity: (typeof GRAVITIES)[number];
  /** From 0 to 1; null lets `gravity` decide. */
  focus: { x: number; y: number } | null;
  format: FormatName;
  /** 0 is the default of the format. */
  quality: number;
  density: 1 | 1.5 | 2 | 3;
  background: string;
}

export const DEFAULT_RECIPE: Recipe = {
  size: 800, side: "w", ratio: "", fit: "inside", gravity: "center", focus: null, format: "webp", quality: 0, density: 1, background: "ffffff",
};

export const DEFAULT_QUALITY: Record<FormatName, number> = { webp: 85, avif: 60, jpeg: 85, png: 0, auto: 85 };

/** The parameters of the URL; those that are defaults are left out. */
export function options(recipe: Recipe): Record<string, string> {
  const chosen: Record<string, string> = {};
  if (recipe.size > 0) {
    chosen[recipe.side] = String(recipe.size);
    if (recipe.ratio) {
      chosen["ar"] = recipe.ratio;
      if (recipe.fit !== "inside") {
        chosen["fit"] = recipe.fit;
      }
      if (recipe.fit === "cover" && recipe.focus) {
        chosen["focus"] = `${round(recipe.focus.x)},${round(recipe.focus.y)}`;
      } else if (recipe.fit === "cover" && recipe.gravity !== "center") {
        chosen["gravity"] = recipe.gravity;
      }
      if (recipe.fit === "contain" && recipe.background !== "ffffff") {
        chosen["background"] = recipe.background;
      }
    }
    if (recipe.density !== 1) {
      chosen["dpr"] = String(recipe.density);
    }
  }
  if (recipe.format !== "webp") {
    chosen["format"] = recipe.format;
  }
  if (recipe.quality > 0 && recipe.format !== "png" && recipe.quality !== DEFAULT_QUALITY[recipe.format]) {
    chosen["q"] = String(recipe.quality);
  }
  return chosen;
}

function round(value: number): string {
  return String(Math.round(Math.min(1, Math.max(0, value)) * 100) / 100);
}

/** A URL without escapes for the characters that need none in a query. */
export function query(chosen: Record<string, string>): string {
  const text = new URLSearchParams(chosen).toString();
  return text === "" ? "" : `?${text.replaceAll("%3A", ":").replaceAll("%2C", ",")}`;
}

/** Widths for `srcset`: steps around the wanted one, not beyond the picture. */
export function widthsFor(recipe: Recipe, pictureWidth: number): number[] {
  const wanted = recipe.size > 0 && recipe.side === "w" ? recipe.size : 800;
  const useful: number[] = STEPS.filter(step => step >= wanted / 2 && step <= wanted * 2 && step <= pictureWidth);
  const spaced = useful.filter((step, i) => i === 0 || i === useful.length - 1 || step >= useful[i - 1]! * 1.08);
  const few = spaced.filter((_, i) => spaced.length <= 5 || i % Math.ceil(spaced.length / 5) === 0 || i === spaced.length - 1);
  return few.length > 0 ? few : [Math.min(wanted, pictureWidth)];
}

export interface Snippet {
  name: string;
  text: string;
}

export interface Subject {
  /** The URL of the picture without options, such as `https://media.example.org/images/beach`. */
  base: string;
  /** Options that every URL needs: `v`, and `t` of a private media. */
  fixed: Record<string, string>;
  width: number;
  height: number;
  title: string;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** The size of the rendition in CSS pixels, for `width` and `height` in HTML. */
export function shape(recipe: Recipe, subject: Pick<Subject, "width" | "height">): { width: number; height: number } {
  const own = subject.width / subject.height;
  if (recipe.size === 0) {
    return { width: subject.width, height: subject.height };
  }
  let box = own;
  if (recipe.ratio && recipe.fit !== "inside") {
    const [across, down] = recipe.ratio.split(":").map(Number);
    box = across! / down!;
  }
  const width = recipe.side === "w" ? recipe.size : recipe.size * box;
  const scale = recipe.ratio && recipe.fit !== "inside" ? 1 : Math.min(1, subject.width / width);
  return { width: Math.round(width * scale), height: Math.round((width / box) * scale) };
}

/** Ways to use the rendition in a page. */
export function snippets(recipe: Recipe, subject: Subject): Snippet[] {
  const url = (some: Partial<Recipe>): string => subject.base + query({ ...options({ ...recipe, ...some }), ...subject.fixed });
  const steps = widthsFor(recipe, subject.width);
  const set = (format: FormatName): string =>
    steps.map(width => `${url({ size: width, side: "w", density: 1, format, quality: format === recipe.format ? recipe.quality : 0 })} ${width}w`).join(",\n            ");
  const { width, height } = shape(recipe, subject);
  const sizes = `(max-width: ${width}px) 100vw, ${width}px`;
  const alt = escape(subject.title);
  const attributes = `width="${width}" height="${height}" alt="${alt}" loading="lazy" decoding="async"`;
  const plain = escape(url({}));
  return [
    { name: "<img>", text: `<img src="${plain}"\n     srcset="${escape(set(recipe.format))}"\n     sizes="${sizes}"\n     ${attributes}>` },
    {
      name: "<picture>",
      text: `<picture>\n  <source type="image/avif" srcset="${escape(set("avif"))}" sizes="${sizes}">\n`
        + `  <source type="image/webp" srcset="${escape(set("webp"))}" sizes="${sizes}">\n`
        + `  <img src="${escape(url({ format: "jpeg", quality: 0 }))}" ${attributes}>\n</picture>`,
    },
    {
      name: "CSS",
      text: `background-image: image-set(\n  url("${url({ density: 1 })}") 1x,\n  url("${url({ density: 2 })}") 2x);\naspect-ratio: ${width} / ${height};`,
    },
    { name: "Markdown", text: `![${subject.title.replaceAll("]", "\\]")}](${url({})})` },
    { name: "curl", text: `curl -f -o picture.${recipe.format === "auto" ? "webp" : recipe.format} '${url({})}'` },
  ];
}
