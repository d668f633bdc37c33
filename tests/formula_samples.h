// Formulas of the kind that the page shows, one a line: for the tests of the typesetter, and valid
// TeX.
#pragma once

namespace backflow {

inline constexpr const char* kFormulaSamples[] = {
    // The slides
    R"(Z_1 = W_{ih}^{\top} X + b_{ih}^{\top})",
    R"(h_1 = \sigma(Z_1))",
    R"(Z_2 = W_{ho}^\top h_1 + b_{ho}^\top)",
    R"(O = \sigma(Z_2))",
    R"(E = \tfrac12 \sum (O - Y)^2)",
    R"(\frac{dE}{dW_{ho}} = \frac{dE}{dO} * \frac{dO}{dZ_2} * \frac{dZ_2}{dW_{ho}})",
    R"(\frac{dE}{db_{ih}} = \frac{dE}{dO} \odot \frac{dO}{dZ_2} \odot \frac{dZ_2}{dh_1} \odot \frac{dh_1}{dZ_1} \odot \frac{dZ_1}{db_{ih}})",
    R"(\frac{dE}{dO} = O - Y)",
    R"(\frac{dO}{dZ_2} = O \odot (1 - O))",
    R"(\frac{dh_1}{dZ_1} = h_1 \odot (1 - h_1))",
    R"(\delta_2 = \frac{dE}{dO} \odot \frac{dO}{dZ_2})",
    R"(\frac{dE}{dW_{ho}} = \underbrace{\frac{dZ_2}{dW_{ho}}}_{h_1} \times \left[\underbrace{\frac{dE}{dO} \odot \frac{dO}{dZ_2}}_{\delta_2}\right]^\top)",
    R"(\frac{dE}{dW_{ih}} = \frac{dZ_1}{dW_{ih}} \times \left[\frac{dh_1}{dZ_1} \odot \left(\frac{dZ_2}{dh_1} \times \left[\frac{dE}{dO} \odot \frac{dO}{dZ_2}\right]\right)\right]^\top)",
    R"(\frac{\partial E}{\partial b_{ho}} = \mathbf{1} \times \delta_2^\top)",
    R"((5 \times 6) \times (6 \times 1) \rightarrow (5 \times 1))",
    R"(W_{ho} \leftarrow W_{ho} - \alpha \frac{dE}{dW_{ho}})",
    R"(\frac{dE}{dW_{ho}}[3] = 0.78 \cdot (-0.11) + 0.57 \cdot 0.14 + 0.82 \cdot (-0.14) + 0.17 \cdot (-0.058) = 0.020)",
    // Any number of layers
    R"(Z_\ell = W_\ell^\top h_{\ell - 1} + b_\ell^\top, \qquad h_\ell = f_\ell(Z_\ell), \qquad \ell = 1, \ldots, L)",
    R"(\delta_L = \frac{dE}{dO} \odot f_L'(Z_L))",
    R"(\delta_\ell = f'_\ell(Z_\ell) \odot \left(W_{\ell+1}\, \delta_{\ell+1}\right))",
    R"(\frac{dE}{dW_\ell} = h_{\ell-1} \delta_\ell^\top, \quad \frac{dE}{db_\ell} = \mathbf{1}\, \delta_\ell^\top)",
    R"(\frac{dE}{dZ_{64}} = \delta_{64} = O - Y)",
    R"(\prod_{\ell=1}^{L} \left\lVert W_\ell \right\rVert \approx 0 \Rightarrow \text{the gradient vanishes})",
    // Activations and their derivatives
    R"(\sigma(Z) = \frac{1}{1 + e^{-Z}}, \quad \sigma' = \sigma \odot (1 - \sigma))",
    R"(\tanh'(Z) = 1 - h \odot h)",
    R"(h = \max(0, Z), \quad \frac{dh}{dZ} = \mathbf{1}[Z > 0])",
    R"(\frac{dh}{dZ} = \mathbf{1}[Z > 0] + 0.01\,\mathbf{1}[Z \le 0])",
    R"(\max(0, Z) + \min(0, \exp(Z) - 1))",
    R"(\mathbf{1}[Z > 0] + \mathbf{1}[Z \le 0] \odot (h + 1))",
    R"(\operatorname{GELU}(Z) = Z \odot \Phi(Z), \quad \frac{dh}{dZ} = \Phi(Z) + Z \odot \varphi(Z))",
    R"(\Phi(z) = \tfrac{1}{2}\left(1 + \operatorname{erf}\left(\frac{z}{\sqrt{2}}\right)\right), \quad \varphi(z) = \frac{1}{\sqrt{2\pi}}\, e^{-z^2/2})",
    R"(\sigma(Z) \odot (1 + Z \odot (1 - \sigma(Z))))",
    R"(\ln(1 + \exp(Z)))",
    R"(\frac{d}{dZ} \sin(Z) = \cos(Z))",
    R"(\operatorname{softmax}(Z)_{ij} = \frac{\exp(Z_{ij})}{\sum_{k=1}^{n} \exp(Z_{kj})})",
    R"(\frac{dE}{dZ} = O \odot \left(\frac{dE}{dO} - \textstyle\sum O \odot \frac{dE}{dO}\right))",
    // Losses and penalties
    R"(E = \frac{1}{m\, n} \sum_{i,j} (O_{ij} - Y_{ij})^2)",
    R"(E = \frac{1}{2m} \left\lVert O - Y \right\rVert^2)",
    R"(E = \sum |O - Y|, \quad \frac{dE}{dO} = \operatorname{sign}(O - Y))",
    R"(E = -\frac1m \sum \left[Y \odot \ln O + (1 - Y) \odot \ln(1 - O)\right])",
    R"(\frac{dE}{dO} = -\frac{Y}{O} + \frac{1 - Y}{1 - O})",
    R"(E = -\sum_{j=1}^{m} \sum_{k=1}^{n} Y_{kj} \log O_{kj})",
    R"(\ell_\delta(r) = \tfrac12 r^2 \text{ if } |r| \le \delta, \text{ else } \delta\left(|r| - \tfrac12 \delta\right))",
    R"(E_{\mathrm{total}} = E + \lambda_1 \sum |W| + \frac{\lambda_2}{2} \sum W^2)",
    R"(\frac{dE_{\mathrm{total}}}{dW} = \frac{dE}{dW} + \lambda_1 \operatorname{sign}(W) + \lambda_2\, W)",
    // Optimisers
    R"(W \leftarrow W - \alpha\, g)",
    R"(m \leftarrow \mu\, m + g, \quad W \leftarrow W - \alpha\,(g + \mu\, m))",
    R"(v \leftarrow v + g \odot g, \quad W \leftarrow W - \alpha \frac{g}{\sqrt{v} + \epsilon})",
    R"(v \leftarrow \rho\, v + (1 - \rho)\, g \odot g)",
    R"(m \leftarrow \beta_1\, m + (1 - \beta_1)\, g, \qquad v \leftarrow \beta_2\, v + (1 - \beta_2)\, g \odot g)",
    R"(\hat{m} = \frac{m}{1 - \beta_1^t}, \qquad \hat{v} = \frac{v}{1 - \beta_2^{t}})",
    R"(W \leftarrow W - \alpha\, \frac{\hat{m}}{\sqrt{\hat v} + \epsilon})",
    R"(W \leftarrow (1 - \alpha\lambda)\, W - \alpha\, \hat m \oslash \left(\sqrt{\hat{v}} + \epsilon\right))",
    R"(\bar{g}_{W_1} = \min\left(1, \frac{g_{max}}{\lVert g \rVert}\right) g_{W_1})",
    R"(\alpha_t = \alpha \cdot \gamma^{t/T})",
    R"(\tilde{h}_1 = h_1 \odot M, \quad M_{ij} \in \{0, \tfrac{1}{1 - p}\})",
    R"(\frac{dE}{dw} \approx \frac{E(w + \varepsilon) - E(w - \varepsilon)}{2\varepsilon})",
    R"(\nabla_{\!\theta} E \ne 0, \quad \eta\tau \to \infty, \quad \Delta W = \pm\alpha\,\overline{g + \mu m})",
    R"(\Bigl(\sum_{k} \bigl[ a_k \bigr] \Bigr)^{2} \ge \biggl| \frac{x}{y} \biggr| : f \circ g \longrightarrow \Sigma\; !)",
    R"(\left\{ \overbrace{a + \cdots + z}^{26} \right\}, \left. \frac{df}{dx} \right|_{x = 0} \neq {x'}^2 \; \beta\phi)",
};

}  // namespace backflow
