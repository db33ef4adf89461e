#include "layers/figures/figures_layer.h"

namespace atlas::layers {

std::string FiguresLayer::characters() const {
    std::string all = "≠→";
    for (const char* language : {"zh", "en"}) {
        const FigureBook figures = book(language);
        for (const FigureTopic& topic : figures.topics) {
            all += topic.label;
            for (const FigureChart& chart : topic.charts)
                for (const CardFigure& f : chart.figures)
                    for (const std::string& text : {f.label, f.shown, f.period, f.source, f.note})
                        all += text;
        }
        for (const FigureConflict& c : figures.conflicts)
            for (const std::string& text :
                 {c.name, c.first, c.firstSource, c.second, c.secondSource, c.advice})
                all += text;
    }
    return all;
}

}  // namespace atlas::layers
