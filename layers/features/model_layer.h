#pragma once
// What the layers of named features have in common: their rows, ids, names and cards are the model's.

#include "layers/features/feature_model.h"
#include "layers/layer.h"

namespace atlas::layers {

/// Drawing thread.
class ModelLayer : public Layer {
  public:
    std::size_t rows() const override { return model_.rows(); }
    std::string id(std::size_t row) const override { return model_.id(row); }
    std::string name(std::size_t row, std::string_view language) const override {
        return model_.name(row, language);
    }
    std::string characters() const override { return model_.characters(); }

  protected:
    /// `described`: the entry with what the layer adds to it, where it adds something.
    ModelLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
               std::optional<LayerEntry> described = std::nullopt)
        : Layer(entry),
          described_(std::move(described)),
          model_(described_ ? *described_ : entry, table, catalog) {}

  private:
    const std::optional<LayerEntry> described_;  ///< before the model, which refers to it

  protected:
    const FeatureModel model_;
};

}  // namespace atlas::layers
