import { render } from "preact";
import "photoswipe/style.css";
import "uplot/dist/uPlot.min.css";
import "./styles.css";
import "./theme";
import { App } from "./ui/app";

render(<App />, document.getElementById("app")!);
