import { LoadingNote, Shape } from "../../ui/states.tsx";

/** The page's outline while its figures are on their way. */
export function PortfolioShape() {
  return (
    <div className="portfolio">
      <LoadingNote />
      <div className="figures">
        {["a", "b", "c", "d", "e"].map((key) => (
          <div key={key} className="figure">
            <Shape width="70px" />
            <Shape width="120px" height="28px" />
            <Shape width="100px" />
          </div>
        ))}
      </div>
      <div className="panel wide">
        <Shape width="140px" />
        <Shape height="280px" />
      </div>
      <div className="panel">
        <Shape width="140px" />
        <Shape height="270px" />
      </div>
      <div className="panel">
        <Shape width="140px" />
        <Shape height="270px" />
      </div>
    </div>
  );
}
